using MarketSim.Cluster.Store;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.SubmittedScenarios;

/// <summary>
/// The scenarios that a node has read lately. A recovery needs the scenario of its run again, on the leader's node and on each that hosts participants;
/// reading it takes longer than all else that a recovery does.
/// </summary>
/// <remarks>For any thread.</remarks>
internal sealed class ScenarioCache
{
    // Few runs at a time: more would only keep what is over.
    private const int Capacity = 8;

    private readonly Lock _lock = new();
    private readonly List<(string Yaml, Scenario Scenario)> _latest = [];

    /// <inheritdoc cref="SubmittedScenario.ReadAsync"/>
    public async Task<Scenario> ReadAsync(IClusterStore store, string yaml)
    {
        if (Find(yaml) is { } known)
        {
            return known;
        }

        Scenario scenario = await SubmittedScenario.ReadAsync(store, yaml).ConfigureAwait(false);
        Add(yaml, scenario);
        return scenario;
    }

    private Scenario? Find(string yaml)
    {
        lock (_lock)
        {
            return _latest.Find(read => read.Yaml == yaml).Scenario;
        }
    }

    private void Add(string yaml, Scenario scenario)
    {
        lock (_lock)
        {
            if (_latest.Count == Capacity)
            {
                _latest.RemoveAt(0);
            }

            _latest.Add((yaml, scenario));
        }
    }
}
