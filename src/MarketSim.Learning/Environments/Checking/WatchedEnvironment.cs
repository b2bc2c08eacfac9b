using System.Globalization;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Checking;

/// <summary>An environment that says what it is doing, so that an error in it has a place.</summary>
/// <param name="inner">Null is refused at the first call.</param>
/// <param name="entered">Gets the method, the step and the seed before each call.</param>
internal sealed class WatchedEnvironment(IEnvironment? inner, Action<string> entered) : IEnvironment
{
    private string _episode = "before the first reset";
    private int _steps;

    public Space ObservationSpace => SpaceOf(nameof(ObservationSpace), Inner(nameof(ObservationSpace)).ObservationSpace);

    public Space ActionSpace => SpaceOf(nameof(ActionSpace), Inner(nameof(ActionSpace)).ActionSpace);

    public void Reset(ulong seed, Span<float> observation)
    {
        _episode = string.Create(CultureInfo.InvariantCulture, $"of seed {seed}");
        _steps = 0;
        Inner(string.Create(CultureInfo.InvariantCulture, $"Reset with seed {seed}")).Reset(seed, observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        IEnvironment environment = Inner(string.Create(CultureInfo.InvariantCulture, $"Step {_steps} {_episode} with the action [{EnvironmentGuard.Text(action)}]"));
        StepResult result = environment.Step(action, observation);
        _steps++;
        return result;
    }

    public void Save(MessagePackWriter writer) => Inner(AfterSteps(nameof(Save))).Save(writer);

    public void Restore(ref MessagePackReader reader) => Inner(nameof(Restore)).Restore(ref reader);

    /// <summary>It has been restored from another that has come so far.</summary>
    public void Continues(ulong seed, int steps)
    {
        _episode = string.Create(CultureInfo.InvariantCulture, $"of seed {seed}, after a restore,");
        _steps = steps;
    }

    private string AfterSteps(string method) => string.Create(CultureInfo.InvariantCulture, $"{method} after {_steps} steps {_episode}");

    private Space SpaceOf(string name, Space? space) => space ?? throw new InvalidOperationException($"{name} is null; it must be a space, made in the constructor.");

    private IEnvironment Inner(string call)
    {
        entered(call);
        return inner ?? throw new InvalidOperationException("The function that makes the environment gave null.");
    }
}
