using System.Globalization;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Curriculum;

/// <summary>
/// Decides when a stage is mastered, and when it is too hard. Scores come in one by one; whenever a window is full it is evaluated and emptied. A stage advances
/// when both the smoothed score and, by a one-sided t test, the window's mean are above the bar; it returns to the one before after so many windows in a row
/// that are below the lower bar by the same test.
/// </summary>
internal sealed class ProgressionRule(CurriculumOptions options)
{
    private const int SavedFields = 6;

    private readonly List<double> _window = [];
    private double? _smoothed;
    private int _lowWindows;

    public int Stage { get; private set; }

    /// <summary>Number of moves of the curriculum so far, in either direction. An episode counts when it began after the last one.</summary>
    public int Moves { get; private set; }

    public int Evaluations { get; private set; }

    /// <summary>Scores that wait for their window to be full.</summary>
    public int Waiting => _window.Count;

    /// <summary>Takes the score of an episode of the present stage.</summary>
    /// <returns>Null while the window is not full.</returns>
    public StageEvaluation? Add(double score, long steps)
    {
        _window.Add(score);
        return _window.Count < options.WindowEpisodes ? null : Evaluate(steps);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(SavedFields + _window.Count);
        writer.WriteInt64(Stage);
        writer.WriteInt64(Moves);
        writer.WriteInt64(Evaluations);
        writer.WriteInt64(_lowWindows);
        writer.WriteBoolean(_smoothed is not null);
        writer.WriteDouble(_smoothed ?? 0);
        foreach (double score in _window)
        {
            writer.WriteDouble(score);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader() - SavedFields;
        Stage = reader.ReadInt32();
        Moves = reader.ReadInt32();
        Evaluations = reader.ReadInt32();
        _lowWindows = reader.ReadInt32();
        bool hasSmoothed = reader.ReadBoolean();
        double smoothed = reader.ReadDouble();
        _smoothed = hasSmoothed ? smoothed : null;
        _window.Clear();
        for (int i = 0; i < count; i++)
        {
            _window.Add(reader.ReadDouble());
        }
    }

    private StageEvaluation Evaluate(long steps)
    {
        var sample = new WindowSample(_window);
        _window.Clear();
        double smoothed = _smoothed is { } before ? before + (options.Smoothing * (sample.Mean - before)) : sample.Mean;
        _smoothed = smoothed;
        double p = sample.ProbabilityAbove(options.ProgressionThreshold);
        int stage = Stage;
        (StageDecision decision, string reason) = Decide(sample, smoothed, p);
        return new StageEvaluation(++Evaluations, steps, stage, sample.Mean, smoothed, options.ProgressionThreshold, sample.Count, p, decision, reason);
    }

    private (StageDecision Decision, string Reason) Decide(WindowSample sample, double smoothed, double p)
    {
        bool isAbove = smoothed > options.ProgressionThreshold && p < options.Significance;
        if (isAbove && Stage == options.NumStages - 1)
        {
            _lowWindows = 0;
            return (StageDecision.Stays, "stays because the last stage is mastered");
        }

        if (isAbove)
        {
            return Move(1, StageDecision.Advances, "advances because the score is above the bar, and not by chance");
        }

        bool isLow = smoothed < options.Demotion && sample.ProbabilityBelow(options.Demotion) < options.Significance;
        _lowWindows = isLow ? _lowWindows + 1 : 0;
        if (!isLow)
        {
            return (StageDecision.Stays, ReasonToStay(sample.Mean, smoothed));
        }

        string low = string.Create(CultureInfo.InvariantCulture, $"the score is below {options.Demotion:0.000} for {_lowWindows} of {options.DemotionWindows} windows in a row");
        return Stage == 0 ? (StageDecision.Stays, $"stays because {low}, and there is no easier stage")
            : _lowWindows < options.DemotionWindows ? (StageDecision.Stays, $"stays because {low}: too hard if that lasts")
            : Move(-1, StageDecision.Returns, $"returns to stage {Stage - 1} because {low}: too hard");
    }

    private string ReasonToStay(double mean, double smoothed) =>
        mean <= options.ProgressionThreshold ? "stays because the score is not above the bar"
        : smoothed <= options.ProgressionThreshold ? "stays because the smoothed score is not above the bar yet"
        : "stays because a score this far above the bar may be chance";

    private (StageDecision Decision, string Reason) Move(int by, StageDecision decision, string reason)
    {
        Stage += by;
        Moves++;
        _smoothed = null;
        _lowWindows = 0;
        return (decision, reason);
    }

    /// <summary>Mean and its standard error.</summary>
    private readonly struct WindowSample
    {
        private readonly double _error;

        public WindowSample(List<double> scores)
        {
            Count = scores.Count;
            double sum = 0;
            foreach (double score in scores)
            {
                sum += score;
            }

            Mean = sum / Count;
            double squares = 0;
            foreach (double score in scores)
            {
                squares += (score - Mean) * (score - Mean);
            }

            _error = Math.Sqrt(squares / (Count - 1) / Count);
        }

        public int Count { get; }

        public double Mean { get; }

        public double ProbabilityAbove(double bar) => Probability(Mean - bar);

        public double ProbabilityBelow(double bar) => Probability(bar - Mean);

        // Scores that are all alike are no chance.
        private double Probability(double distance) =>
            _error > 0 ? StudentDistribution.UpperTail(distance / _error, Count - 1) : distance > 0 ? 0 : 1;
    }
}
