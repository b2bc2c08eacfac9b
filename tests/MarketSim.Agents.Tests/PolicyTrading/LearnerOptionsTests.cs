using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.Population;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Options;

namespace MarketSim.Agents.Tests.PolicyTrading;

/// <summary>A scenario sets the library's options by the library's own declarations.</summary>
public sealed class LearnerOptionsTests
{
    [Fact]
    public void Scenario_that_sets_nothing_has_the_defaults_of_the_library()
    {
        Assert.Equal(PpoSettings.Table.Read(new PpoOptions()), PpoSettings.Table.Read(ActorCriticAlgorithms.PpoParameters.Of(Set(ActorCriticAlgorithms.PpoParameters.Definitions))));
        Assert.Equal(A2cSettings.Table.Read(new A2cOptions()), A2cSettings.Table.Read(ActorCriticAlgorithms.A2cParameters.Of(Set(ActorCriticAlgorithms.A2cParameters.Definitions))));
        Assert.Equal(
            SacSettings.Table.Read(new SacOptions { ReplayCapacity = 100_000, LearningStarts = 390, BatchSize = 128, HiddenSizes = [64, 64] }),
            SacSettings.Table.Read(SacAlgorithm.Parameters.Of(Set(SacAlgorithm.Parameters.Definitions))));
    }

    [Fact]
    public void Every_parameter_arrives_at_its_option()
    {
        PpoOptions ppo = ActorCriticAlgorithms.PpoParameters.Of(Set(
            ActorCriticAlgorithms.PpoParameters.Definitions,
            ("learningRate", "0.1"), ("schedule", "linear"), ("gamma", "0.3"), ("gaeLambda", "0.4"), ("batchSize", "7"), ("epochs", "3"), ("clipRange", "0.15"),
            ("entropyCoefficient", "0.01"), ("valueCoefficient", "0.7"), ("gradientNorm", "0.9"), ("hiddenSize", "24"), ("hiddenLayers", "3"), ("lstmSize", "12"),
            ("correction", "vtrace"), ("observations", "normalized"), ("valueHiddenSize", "48"), ("activation", "leakyRelu"), ("stateDependentExploration", "true"),
            ("sampleFrequency", "9"), ("initialLogDeviation", "-2"), ("normalizeRewards", "true"), ("valueClipRange", "0.25")));

        Assert.Equal((0.1, 0.0, 0.3, 0.4, 7, 3, 0.15), (ppo.LearningRate.Start, ppo.LearningRate.End, ppo.Gamma, ppo.GaeLambda, ppo.BatchSize, ppo.Epochs, ppo.ClipRange.Start));
        Assert.Equal((0.01, 0.7, 0.9, 12, true, true), (ppo.EntropyCoefficient, ppo.ValueCoefficient, ppo.MaximumGradientNorm, ppo.LstmSize, ppo.VTrace, ppo.NormalizeObservations));
        Assert.Equal([24, 24, 24], ppo.HiddenSizes);
        Assert.Equal([48, 48, 48], ppo.ValueHiddenSizes);
        Assert.Equal((Activation.LeakyRelu, true, 9, -2.0, true, 0.25), (ppo.Activation, ppo.StateDependentExploration, ppo.SampleFrequency, ppo.InitialLogDeviation, ppo.NormalizeRewards, ppo.ValueClipRange!.Value.Start));

        SacOptions sac = SacAlgorithm.Parameters.Of(Set(
            SacAlgorithm.Parameters.Definitions,
            ("replayCapacity", "5000"), ("learningStarts", "11"), ("tau", "0.02"), ("gradientSteps", "0.5"), ("criticHiddenSize", "32"), ("normalizeRewards", "true"),
            ("actionNoise", "ornsteinUhlenbeck"), ("actionNoiseDeviation", "0.4"), ("actionNoiseReversion", "0.2"), ("actionNoiseTimeStep", "0.5")));

        Assert.Equal((5_000, 11, 0.02, 0.5, true), (sac.ReplayCapacity, sac.LearningStarts, sac.Tau, sac.GradientStepsPerStep, sac.NormalizeRewards));
        Assert.Equal([32, 32], sac.CriticHiddenSizes);
        Assert.Equal(new ActionNoiseOptions(ActionNoiseKind.OrnsteinUhlenbeck, 0.4, 0.2, 0.5), sac.ActionNoise);
    }

    [Fact]
    public void Range_of_a_parameter_is_that_of_the_declaration()
    {
        Assert.All(SacAlgorithm.Parameters.Definitions.Concat(ActorCriticAlgorithms.PpoParameters.Definitions), static definition =>
        {
            Assert.True(definition.Default >= definition.Minimum && definition.Default <= definition.Maximum, definition.Name);
            Assert.NotEmpty(definition.Description);
        });
        ParameterDefinition tau = SacAlgorithm.Parameters.Definitions.Single(static definition => definition.Name == "tau");
        Assert.Equal((OptionRange.Share.Minimum, OptionRange.Share.Maximum, ParameterUnit.Fraction), (tau.Minimum, tau.Maximum, tau.Unit));
    }

    [Theory]
    [InlineData("ppo", "stateDependentExploration", "true", "those here are discrete")]
    [InlineData("sac", "actionNoise", "normal", "in trainings on bars")]
    [InlineData("a2c", "activation", "swish", "activation is swish; it must be none or tanh or relu")]
    [InlineData("ppo", "sampleFrequency", "0", "sampleFrequency is 0; it must be between 1 and")]
    public void What_does_not_go_together_is_refused_by_name(string algorithm, string name, string value, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ArgumentException>(() => new LearningAgent(algorithm, parameters: new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Exploration_by_state_has_weights_of_its_own()
    {
        LearningAgent agent = new("a2c", parameters: new Dictionary<string, string>(StringComparer.Ordinal) { ["actions"] = "target", ["stateDependentExploration"] = "true" });

        Assert.Contains(agent.Algorithm.LayoutOf(FrozenPolicyOf(agent)).Blocks, static block => block is { Name: "actor.log_std", Shape.Count: 2 });
    }

    private static MarketSim.Learning.Policies.IPolicy FrozenPolicyOf(LearningAgent agent) => agent.Algorithm.CreatePolicy(new MarketSim.Agents.PolicyTrading.LearningTask(
        agent.ObservationSpace, agent.ActionSpace, Seed: 1, Index: 0, agent.Parameters, StepsPerRound: 1, ExpectedSteps: 1));

    private static ParameterSet Set(IReadOnlyList<ParameterDefinition> definitions, params (string Name, string Value)[] given) =>
        new(definitions, given.ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal));
}
