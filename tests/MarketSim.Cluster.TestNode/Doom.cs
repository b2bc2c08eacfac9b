using System.Diagnostics;
using System.Globalization;

namespace MarketSim.Cluster.TestNode;

/// <summary>A tick that nobody survives.</summary>
/// <param name="EndsProcess">True when the whole process ends at it, false when the actor throws.</param>
internal sealed record Doom(long Tick, bool EndsProcess)
{
    /// <param name="text">Such as <c>exit@2000</c> or <c>throw@2000</c>.</param>
    public static Doom Parse(string text)
    {
        string[] words = text.Split('@');
        return new Doom(long.Parse(words[1], CultureInfo.InvariantCulture), words[0] == "exit");
    }

    public void Strike()
    {
        if (EndsProcess)
        {
            Process.GetCurrentProcess().Kill();
        }

        throw new InvalidOperationException($"doomed at tick {Tick}");
    }
}
