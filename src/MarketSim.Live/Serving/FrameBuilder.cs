using MarketSim.Live.Clusters;
using MarketSim.Live.Configuration;
using MarketSim.Live.Sources;
using MarketSim.Live.Tapes;

namespace MarketSim.Live.Serving;

/// <summary>Makes frames of what a source has. One thread at a time.</summary>
internal sealed class FrameBuilder(LiveSource source, LiveOptions options)
{
    private static readonly TimeSpan FactInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TrainingInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RateInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = options.TimeProvider;
    private readonly Lock _lock = new();
    private long _number;
    private LiveImage? _sentImage;
    private (string Status, string Speed, string? Note, int Viewers, LiveCluster? Cluster) _sentWords;
    private (int Series, int Bucket) _sentBuckets = (-1, 0);
    private long _sentTraining = -1;
    private long _trainingAt;
    private long _computedFacts = -1;
    private long _factsAt;
    private IReadOnlyList<FactView> _facts = [];
    private IReadOnlyList<FactView> _sentFacts = [];
    private volatile bool _isOver;
    private long _ratedTicks;
    private long _ratedAt = options.TimeProvider.GetTimestamp();
    private volatile float _ticksPerSecond;

    /// <summary>Ticks per second, measured over about a second.</summary>
    public double TicksPerSecond => _ticksPerSecond;

    public void Measure()
    {
        TimeSpan elapsed = _clock.GetElapsedTime(_ratedAt);
        if (elapsed >= RateInterval)
        {
            long ticks = source.TicksClosed;
            _ticksPerSecond = (float)(Math.Max(0, ticks - _ratedTicks) / elapsed.TotalSeconds);
            (_ratedTicks, _ratedAt) = (ticks, _clock.GetTimestamp());
        }
    }

    /// <summary>The changes since the last frame.</summary>
    /// <returns>Null when nothing has.</returns>
    public LiveFrame? Next(int viewers, long lost)
    {
        lock (_lock)
        {
            LiveImage? image = source.Image;
            var words = (source.Status, source.Speed, source.Note, viewers, source.Cluster);
            RunTapes? tapes = source.Tapes;
            IReadOnlyList<FactView> facts = FactsOf(tapes);
            bool isNewFacts = !ReferenceEquals(facts, _sentFacts);
            bool isNewTraining = IsTrainingDue(tapes);
            if (ReferenceEquals(image, _sentImage) && words == _sentWords && !isNewFacts && !isNewTraining)
            {
                return null;
            }

            (_sentImage, _sentWords, _sentFacts) = (image, words, facts);
            return FrameOf(tapes, image, viewers, lost, isWhole: false, isNewFacts ? facts : null, isNewTraining ? ReadTraining(tapes) : null);
        }
    }

    /// <summary>Everything, for one who has nothing yet.</summary>
    public LiveFrame Whole(int viewers, long lost)
    {
        lock (_lock)
        {
            RunTapes? tapes = source.Tapes;
            return FrameOf(tapes, source.Image, viewers, lost, isWhole: true, FactsOf(tapes), tapes?.Training?.Read());
        }
    }

    /// <summary>The next frames are of the end: nothing of them waits for a later one.</summary>
    public void End() => _isOver = true;

    private LiveFrame FrameOf(RunTapes? tapes, LiveImage? image, int viewers, long lost, bool isWhole, IReadOnlyList<FactView>? facts, TrainingView? training)
    {
        (int series, double open, double seconds, IReadOnlyList<BucketImage> buckets, IReadOnlyList<TapeTrade> trades) = tapes is null
            ? (-1, 0, 0, [], [])
            : tapes.Market.Read(isWhole ? (-1, 0) : _sentBuckets);
        if (!isWhole)
        {
            // The last bucket keeps changing, and so does the one before while a sample that ends it is still to come.
            _sentBuckets = (series, buckets.Count > 0 ? Math.Max(0, buckets[^1].Index - 1) : 0);
        }

        return new LiveFrame(
            ++_number,
            isWhole && tapes is not null ? tapes.Head.ToView(options.MayControl, source.CanJump, source.HasTrades) : null,
            source.Status,
            source.Speed,
            source.Note,
            TicksPerSecond,
            viewers,
            lost,
            image?.Episode ?? 0,
            image?.Now,
            image?.Agent,
            image?.IsExact ?? false,
            series,
            open,
            seconds,
            buckets,
            trades,
            facts,
            training,
            source.Cluster);
    }

    private IReadOnlyList<FactView> FactsOf(RunTapes? tapes)
    {
        if (tapes is not null && tapes.Facts.Version != _computedFacts && (_computedFacts < 0 || IsDue(_factsAt, FactInterval)))
        {
            _computedFacts = tapes.Facts.Version;
            _facts = tapes.Facts.Compute();
            _factsAt = _clock.GetTimestamp();
        }

        return _facts;
    }

    // All curves of a training are sent when one has changed, which is more than the rest of a frame.
    private bool IsTrainingDue(RunTapes? tapes) => tapes?.Training is { } training && training.Version != _sentTraining && (_sentTraining < 0 || IsDue(_trainingAt, TrainingInterval));

    private TrainingView ReadTraining(RunTapes? tapes)
    {
        _trainingAt = _clock.GetTimestamp();
        _sentTraining = tapes!.Training!.Version;
        return tapes.Training.Read();
    }

    private bool IsDue(long since, TimeSpan interval) => _isOver || _clock.GetElapsedTime(since) >= interval;
}
