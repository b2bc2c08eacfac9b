using System.Globalization;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Environments;

/// <summary>The checks of episodes, actions and observations that every environment makes.</summary>
public static class EnvironmentGuard
{
    /// <exception cref="InvalidOperationException">No episode is under way.</exception>
    public static void RequireEpisode(bool isUnderWay)
    {
        if (!isUnderWay)
        {
            throw new InvalidOperationException("No episode is under way; reset the environment first, and after every step that ended an episode.");
        }
    }

    /// <exception cref="ArgumentException">The action is not of the space.</exception>
    public static void RequireAction(Space space, ReadOnlySpan<float> action)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (!space.Contains(action))
        {
            throw new ArgumentException($"The action is [{Text(action)}]; it must be of the action space: {space.Size} numbers within their bounds, none of them NaN.", nameof(action));
        }
    }

    /// <exception cref="ArgumentException">The span has another length than observations.</exception>
    public static void RequireObservation(Space space, ReadOnlySpan<float> observation)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (observation.Length != space.Size)
        {
            throw new ArgumentException($"There is room for {observation.Length} numbers of the observation; it has {space.Size}.", nameof(observation));
        }
    }

    /// <param name="owner">Owner of the space, for the error.</param>
    internal static void RequireSpace(Space? space, string owner, string name, string parameter)
    {
        if (space is null)
        {
            throw new ArgumentException($"{owner} has null as {name}; it must be a space. Make it in the constructor of the environment.", parameter);
        }
    }

    internal static string Text(ReadOnlySpan<float> values)
    {
        List<string> texts = [];
        foreach (float value in values)
        {
            texts.Add(value.ToString("R", CultureInfo.InvariantCulture));
        }

        return string.Join(", ", texts);
    }
}
