using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>A minibatch of a discriminator.</summary>
internal sealed class LabelledSteps(StepFeatures features, AdversarialOptions options)
{
    private FloatBuffer _labels;

    public StepBatch Steps { get; } = new(features);

    /// <summary>Shape [count]: the expert's share of each step.</summary>
    public ReadOnlySpan<float> Labels => _labels.Taken(Steps.Count);

    /// <summary>Draws as many steps of the expert as of the generator, with replacement; each mixed with one of the other's where mixtures are asked for.</summary>
    public void Draw(StepBatch expert, StepBatch generator, ref RandomStream random)
    {
        int half = options.DiscriminatorBatchSize;
        Steps.Resize(2 * half);
        _labels.Take(2 * half);
        for (int row = 0; row < half; row++)
        {
            Draw(row, expert, generator, label: 1, ref random);
            Draw(half + row, generator, expert, label: 0, ref random);
        }
    }

    private void Draw(int row, StepBatch from, StepBatch other, float label, ref RandomStream random)
    {
        Steps.Copy(from, random.NextInt32(from.Count), row);
        if (options.Mixup)
        {
            float share = (float)random.NextDouble();
            Steps.Mix(other, random.NextInt32(other.Count), row, share);
            label = (share * label) + ((1 - share) * (1 - label));
        }

        _labels.Taken(Steps.Count)[row] = label;
    }
}
