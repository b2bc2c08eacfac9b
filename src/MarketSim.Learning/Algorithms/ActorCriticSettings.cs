using MarketSim.Learning.Networks;
using MarketSim.Learning.Options;

namespace MarketSim.Learning.Algorithms;

/// <summary>The declarations of the settings that PPO and A2C have in common.</summary>
internal static class ActorCriticSettings
{
    private static readonly OptionRange Units = OptionRange.Count(maximum: OptionChecks.MaxUnits);

    public static IReadOnlyList<OptionField<T>> Fields<T>()
        where T : ActorCriticOptions =>
    [
        Option.Scheduled<T>("learningRate", "Step of the optimiser.", OptionRange.NonNegative, static o => o.LearningRate, static (o, value) => (T)(o with { LearningRate = value })),
        Option.Count<T>("stepsPerRollout", "Steps of each environment per rollout.", OptionRange.Count(maximum: OptionChecks.MaxRows), static o => o.StepsPerRollout, static (o, value) => (T)(o with { StepsPerRollout = value })),
        Option.Number<T>("gamma", "Discount of a reward one decision later.", OptionRange.Share, static o => o.Gamma, static (o, value) => (T)(o with { Gamma = value })),
        Option.Number<T>("gaeLambda", "Lambda of the advantages: 0 looks one step ahead, 1 to the end.", OptionRange.Share, static o => o.GaeLambda, static (o, value) => (T)(o with { GaeLambda = value })),
        Option.Number<T>("entropyCoefficient", "Weight of the entropy in the loss.", OptionRange.NonNegative, static o => o.EntropyCoefficient, static (o, value) => (T)(o with { EntropyCoefficient = value })),
        Option.Number<T>("valueCoefficient", "Weight of the squared error of values in the loss.", OptionRange.NonNegative, static o => o.ValueCoefficient, static (o, value) => (T)(o with { ValueCoefficient = value })),
        Option.Number<T>("maximumGradientNorm", "Gradients of a larger norm are scaled down to it.", OptionRange.Limit, static o => o.MaximumGradientNorm, static (o, value) => (T)(o with { MaximumGradientNorm = value })),
        Option.Number<T>("maximumWeight", "A learner of which a weight becomes larger has diverged and is stopped.", OptionRange.Limit, static o => o.MaximumWeight, static (o, value) => (T)(o with { MaximumWeight = value })),
        Option.Switch<T>("normalizeAdvantages", "Whether advantages of a minibatch are brought to mean 0 and deviation 1.", static o => o.NormalizeAdvantages, static (o, value) => (T)(o with { NormalizeAdvantages = value })),
        Option.Switch<T>("normalizeObservations", "Whether observations are brought to mean 0 and deviation 1 by running moments.", static o => o.NormalizeObservations, static (o, value) => (T)(o with { NormalizeObservations = value })) with { IsFixed = true },
        Option.Switch<T>("normalizeRewards", "Whether rewards are divided by the running deviation of the discounted return.", static o => o.NormalizeRewards, static (o, value) => (T)(o with { NormalizeRewards = value })) with { IsFixed = true },
        Option.Sizes<T>("hiddenSizes", "Units of the hidden layers of actor and critic.", Units, static o => o.HiddenSizes, static (o, value) => (T)(o with { HiddenSizes = value })) with { IsFixed = true },
        Option.OptionalSizes<T>("valueHiddenSizes", "Units of the critic's hidden layers, where they differ from the actor's.", Units, static o => o.ValueHiddenSizes, static (o, value) => (T)(o with { ValueHiddenSizes = value })) with { IsFixed = true },
        Option.Word<T, Activation>("activation", "What follows each hidden layer.", static o => o.Activation, static (o, value) => (T)(o with { Activation = value })) with { IsFixed = true },
        Option.Layers<T>("extractor", "Layers that actor and critic share in front of their hidden ones.", static o => o.Extractor, static (o, value) => (T)(o with { Extractor = value })) with { IsFixed = true },
        Option.Switch<T>("orthogonalWeights", "Whether first weights are orthogonal rather than uniform.", static o => o.OrthogonalWeights, static (o, value) => (T)(o with { OrthogonalWeights = value })) with { IsFixed = true },
        Option.OptionalCount<T>("lstmSize", "Units of the LSTM before the hidden layers", Units, static o => o.LstmSize, static (o, value) => (T)(o with { LstmSize = value })) with { IsFixed = true },
        Option.Switch<T>("stateDependentExploration", "Whether the noise of continuous actions depends on the state and is drawn again only now and then (gSDE).", static o => o.StateDependentExploration, static (o, value) => (T)(o with { StateDependentExploration = value })) with { IsFixed = true },
        Option.Count<T>("sampleFrequency", "With stateDependentExploration, decisions between two draws of the noise.", OptionRange.Count(), static o => o.SampleFrequency, static (o, value) => (T)(o with { SampleFrequency = value })),
        Option.Number<T>("initialLogDeviation", "Logarithm of the first deviation of continuous actions.", OptionRange.Finite, static o => o.InitialLogDeviation, static (o, value) => (T)(o with { InitialLogDeviation = value })) with { IsFixed = true },
        Option.Switch<T>("vTrace", "Whether steps of weights older than the present ones are corrected for (V-trace).", static o => o.VTrace, static (o, value) => (T)(o with { VTrace = value })),
        Option.OptionalCount<T>("maximumPolicyLag", "Steps of weights that are more versions old are dropped and counted.", OptionRange.Count(minimum: 0), static o => o.MaximumPolicyLag, static (o, value) => (T)(o with { MaximumPolicyLag = value })),
    ];
}
