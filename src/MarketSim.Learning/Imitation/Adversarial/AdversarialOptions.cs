namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>The settings of GAIL and AIRL: generator and discriminator. The generator is PPO with the layers of the clone.</summary>
public sealed record AdversarialOptions
{
    /// <summary>True when the generator begins as a clone of the demonstrations.</summary>
    public bool FromClone { get; init; } = true;

    /// <summary>Passes through the demonstrations for that clone; fewer where patience ends them.</summary>
    public int CloneEpochs { get; init; } = 50;

    /// <summary>
    /// True when an episode that terminates continues in an absorbing state to the length of the demonstrations, marked by one more element of the
    /// observation (Kostrikov et al. 2019, arXiv:1809.02925). Without it environments of variable length are refused: a reward that is never negative would
    /// reward survival, whatever the expert did, and one that is never positive an early end.
    /// </summary>
    public bool AbsorbingState { get; init; }

    /// <summary>Steps of each environment per round.</summary>
    public int StepsPerRound { get; init; } = 512;

    /// <summary>Step of the generator's optimiser.</summary>
    public double GeneratorLearningRate { get; init; } = 3e-4;

    /// <summary>True when the learning rates of generator and discriminator decrease linearly to 0 over the training, so that the game converges.</summary>
    public bool RatesFall { get; init; } = true;

    /// <summary>Passes of the generator over a rollout.</summary>
    public int GeneratorEpochs { get; init; } = 10;

    /// <summary>Steps of a minibatch of the generator.</summary>
    public int GeneratorBatchSize { get; init; } = 128;

    /// <summary>Discount per step, 0 to 1.</summary>
    public double Gamma { get; init; } = 0.99;

    /// <summary>Lambda of the advantages, 0 to 1.</summary>
    public double GaeLambda { get; init; } = 0.95;

    /// <summary>Weight of the entropy in the generator's loss.</summary>
    public double EntropyCoefficient { get; init; }

    /// <summary>Units of the hidden layers of the discriminator, and of the shaping term of AIRL.</summary>
    public IReadOnlyList<int> DiscriminatorHiddenSizes { get; init; } = [32, 32];

    /// <summary>Step of the discriminator's optimiser.</summary>
    public double DiscriminatorLearningRate { get; init; } = 1e-3;

    /// <summary>Minibatches, half expert and half generator, in a round.</summary>
    public int DiscriminatorUpdates { get; init; } = 16;

    /// <summary>Steps of a minibatch, of expert and generator each.</summary>
    public int DiscriminatorBatchSize { get; init; } = 256;

    /// <summary>Decoupled weight decay of the discriminator.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>
    /// True when the discriminator learns from mixtures of an expert's and a generator's step in random shares, which are also their labels (mixup: Zhang et
    /// al. 2018, arXiv:1710.09412; as a regulariser of discriminators Orsini et al. 2021, arXiv:2106.00672). Its output then changes gradually between the
    /// two, so that a generator far from the expert is rewarded for approaching it.
    /// </summary>
    public bool Mixup { get; init; } = true;

    /// <summary>True when AIRL's reward is a function of the state alone, so that it remains valid when the dynamics change (Fu, Luo and Levine 2018, theorem 5.1).</summary>
    public bool StateOnlyReward { get; init; } = true;

    /// <summary>True to reward the generator with 1 per step instead of the discriminator's reward, for comparisons.</summary>
    public bool ConstantReward { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public AdversarialOptions Validate()
    {
        AdversarialSettings.Table.Check(this);
        return this;
    }
}
