using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>
/// ALP-GMM (Portelas et al. 2019, algorithm 1): absolute learning progress of an episode is how far its score is from that of the nearest difficulty played
/// before; difficulties are drawn from a mixture of Gaussians over the last episodes, in proportion to the progress of its components, a fifth of them
/// uniformly.
/// </summary>
internal sealed class LearningProgressSchedule : ISchedule
{
    private const int Window = 250;
    private const int FitEvery = 25;
    private const int FirstFit = 50;
    private const double UniformShare = 0.2;

    // The nearest difficulty is looked for among so many episodes, so that the past is forgotten.
    private const int History = 2_000;

    private readonly List<ProgressPoint> _points = [];
    private GaussianMixture? _mixture;
    private long _episodes;

    public bool NeedsTraces => false;

    public EpisodePlan Next(long steps, ref RandomStream random)
    {
        // The first episode is an easy one.
        double difficulty = steps == 0 ? 0 : _mixture is null || random.NextDouble() < UniformShare ? random.NextDouble() : _mixture.Draw(ref random);
        return new EpisodePlan(difficulty, Seed: null, IsReplay: false, Moves: 0);
    }

    public StageEvaluation? Ended(EndedEpisode episode)
    {
        double difficulty = episode.Plan.Difficulty;
        ProgressPoint? nearest = null;
        foreach (ProgressPoint point in _points)
        {
            // Of two that are as near, the later one.
            if (nearest is not { } best || Math.Abs(point.Difficulty - difficulty) <= Math.Abs(best.Difficulty - difficulty))
            {
                nearest = point;
            }
        }

        double progress = nearest is { } before ? Math.Abs(episode.Score - before.Score) : 0;
        _points.Add(new ProgressPoint(difficulty, episode.Score, progress));
        if (_points.Count > History)
        {
            _points.RemoveAt(0);
        }

        _episodes++;
        Fit();
        return null;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_episodes);
        writer.WriteArrayHeader(_points.Count * 3);
        foreach (ProgressPoint point in _points)
        {
            writer.WriteDouble(point.Difficulty);
            writer.WriteDouble(point.Score);
            writer.WriteDouble(point.Progress);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        long episodes = reader.ReadCount();
        _points.Clear();
        for (int left = reader.ReadArrayHeader() / 3; left > 0; left--)
        {
            _points.Add(new ProgressPoint(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        // The mixture is that of the last fit, whose points are still here.
        _episodes = episodes;
        _mixture = null;
        int later = (int)(episodes % FitEvery);
        if (episodes - later >= FirstFit)
        {
            _mixture = FitOf(_points.Count - later);
        }
    }

    private void Fit()
    {
        if (_episodes >= FirstFit && _episodes % FitEvery == 0)
        {
            _mixture = FitOf(_points.Count);
        }
    }

    private GaussianMixture FitOf(int end) => GaussianMixture.Fit(_points[Math.Max(0, end - Window)..end]);
}
