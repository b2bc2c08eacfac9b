using MarketSim.Cluster.Store;
using MarketSim.Cluster.SubmittedScenarios;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Clients;

/// <summary>Gives runs to a cluster.</summary>
public sealed class RunSubmitter(IClusterStore store)
{
    /// <summary>Submits a run with the files that its scenario names; any node takes it.</summary>
    /// <param name="run">See <see cref="RunNames"/>.</param>
    /// <param name="maxNodes">Over how many nodes it is spread at most; 0 for all, null for what the scenario says.</param>
    /// <param name="sweep">The sweep that it is part of; null for none.</param>
    /// <exception cref="ScenarioException">The scenario has plugins: a cluster runs no code that comes with a scenario.</exception>
    /// <exception cref="ArgumentException">No run can have this name.</exception>
    /// <exception cref="RunNameTakenException">There is such a run.</exception>
    public async Task SubmitAsync(Scenario scenario, string run, int? maxNodes = null, string? sweep = null)
    {
        if (!RunNames.IsValid(run))
        {
            throw new ArgumentException($"A run cannot be named {run}; it must be {RunNames.Rule}.", nameof(run));
        }

        ThrowIfItHasPlugins(scenario);
        await SubmittedScenario.WriteFilesAsync(store, scenario).ConfigureAwait(false);
        await store.SubmitAsync(new RunSubmission(run, ScenarioWriter.Write(scenario), scenario.Digest(), maxNodes ?? scenario.Cluster.Nodes, sweep)).ConfigureAwait(false);
    }

    /// <exception cref="ScenarioException">The scenario has plugins: a cluster runs no code that comes with a scenario.</exception>
    public static void ThrowIfItHasPlugins(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Plugins.Count > 0)
        {
            throw new ScenarioException([new ScenarioProblem(scenario.Name, 0, $"plugins has {scenario.Plugins[0].Name}; a cluster runs no code that comes with a scenario. Leave --cluster and --nodes out: in this process it runs", ScenarioProblemCode.Conflict)]);
        }
    }
}
