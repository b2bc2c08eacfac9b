using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>
/// The weight of the entropy (alpha), fixed or learned (Haarnoja et al. 2018, arXiv:1812.05905, section 5): its logarithm goes down the gradient of
/// -mean(log alpha (log pi + target)).
/// </summary>
internal sealed class EntropyWeight : IRollbackScope
{
    private readonly bool _isLearned;
    private readonly float[] _logarithm = new float[1];
    private readonly float[] _gradient = new float[1];
    private readonly double _fixed;
    private readonly float _maximumLogarithm;
    private readonly Adam _optimiser = new(1);
    private float _logarithmBefore;

    /// <param name="fixedWeight">Null to learn it.</param>
    /// <param name="targetEntropy">Target of a learned weight.</param>
    /// <param name="maximum">Upper bound of a learned weight.</param>
    public EntropyWeight(double? fixedWeight, double initialWeight, double targetEntropy, double maximum = double.PositiveInfinity)
    {
        _maximumLogarithm = (float)Elementary.Log(maximum);
        _isLearned = fixedWeight is null;
        _fixed = fixedWeight ?? 0;
        _logarithm[0] = (float)Elementary.Log(initialWeight);
        TargetEntropy = targetEntropy;
    }

    public double TargetEntropy { get; }

    public float Value => (float)(_isLearned ? Elementary.Exp(_logarithm[0]) : _fixed);

    public bool IsFinite => float.IsFinite(_logarithm[0]) && float.IsFinite(Value) && _optimiser.IsFinite;

    public void Remember()
    {
        _logarithmBefore = _logarithm[0];
        _optimiser.Remember();
    }

    public void Revert()
    {
        _logarithm[0] = _logarithmBefore;
        _optimiser.Revert();
    }

    /// <param name="meanLogProbability">Over the batch, of actions of the present policy.</param>
    /// <returns>The loss before.</returns>
    public double Update(double meanLogProbability, double learningRate)
    {
        if (!_isLearned)
        {
            return 0;
        }

        double bracket = meanLogProbability + TargetEntropy;
        double loss = -_logarithm[0] * bracket;
        _gradient[0] = (float)-bracket;
        _optimiser.Step(_logarithm, _gradient, learningRate);
        if (_logarithm[0] > _maximumLogarithm)
        {
            _logarithm[0] = _maximumLogarithm;
        }

        return loss;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteSingle(_logarithm[0]);
        _optimiser.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _logarithm[0] = reader.ReadSingle();
        _optimiser.Restore(ref reader);
    }
}
