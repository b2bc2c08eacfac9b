using System.Globalization;
using MarketSim.Agents.Parameters;

namespace MarketSim.Serving.Worlds;

/// <summary>Options by which a client asks for an environment, as text; each is read once, and what is left over is refused.</summary>
internal sealed class WorldOptions(IReadOnlyDictionary<string, string> given)
{
    private readonly List<string> _known = [];

    public double Number(string name, double fallback, double minimum, double maximum)
    {
        if (Find(name) is not { } text)
        {
            return fallback;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum
            ? value
            : throw new WorldException(string.Create(CultureInfo.InvariantCulture, $"{name} is {text}; it must be a number from {minimum} to {maximum}."));
    }

    public long Count(string name, long fallback, long minimum, long maximum)
    {
        if (Find(name) is not { } text)
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum
            ? value
            : throw new WorldException($"{name} is {text}; it must be a whole number from {minimum} to {maximum}.");
    }

    /// <summary>One of some words; the first is the default.</summary>
    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        if (Find(name) is not { } text)
        {
            return words[0];
        }

        return words.Contains(text) ? text : throw new WorldException($"{name} is {text}; it must be one of {string.Join(", ", words.ToArray())}.");
    }

    /// <summary>A list of numbers with commas between them; null where it is not given.</summary>
    public double[]? Numbers(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
            {
                throw new WorldException($"{name} is {text}; it must be numbers with commas between them, e.g. 0.1, 0.5.");
            }
        }

        return values;
    }

    /// <exception cref="WorldException">An option is unknown.</exception>
    public void Close()
    {
        string? unknown = given.Keys.Where(name => !_known.Contains(name, StringComparer.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new WorldException($"There is no option {unknown}; {NearestName.Suggest(unknown, _known)}.");
        }
    }

    private string? Find(string name)
    {
        _known.Add(name);
        return given.GetValueOrDefault(name);
    }
}

/// <summary>An environment cannot be had as a client asks for it; the message says why, and what would be allowed.</summary>
internal sealed class WorldException(string message) : Exception(message);
