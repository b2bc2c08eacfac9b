using System.Globalization;
using System.Runtime.ExceptionServices;
using MarketSim.Learning.Environments.Vectors;

namespace MarketSim.Serving.Worlds;

/// <summary>
/// Environments that are stepped together. Rows are those of the first environment's agents, then of the second's, and so on. Each environment is
/// independent of the others, so that threads share the work and change no result.
/// </summary>
internal sealed class WorldBatch
{
    // Below it, handing work to another thread costs more than it saves.
    private const int MinWorldsForThreads = 4;

    private readonly IReadOnlyList<IWorld> _worlds;
    private readonly bool _restartsItself;
    private readonly int _threads;
    private readonly int _agents;
    private readonly int _observationSize;
    private readonly int _actionSize;
    private readonly int _figures;
    private readonly float[] _observations;
    private readonly double[] _rewards;
    private readonly RowFlags[] _flags;
    private readonly double[] _figureRows;
    private readonly float[] _finalObservations;
    private readonly double[] _finalFigures;
    private readonly ulong[] _seeds;
    private readonly long[] _episodes;
    private readonly long[] _begun;
    private readonly long[] _steps;
    private readonly double[] _returns;
    private readonly bool[] _isUnderWay;
    private readonly List<ServedEpisode> _ended = [];
    private readonly ServedEpisode?[] _endedBy;
    private readonly Action<int> _stepOne;
    private float[] _actions = [];

    /// <param name="worlds">At least one, all alike.</param>
    /// <param name="threads">That step them, at least 1.</param>
    public WorldBatch(IReadOnlyList<IWorld> worlds, bool restartsItself, int threads)
    {
        _worlds = worlds;
        _restartsItself = restartsItself;
        _threads = threads;
        _agents = worlds[0].Agents.Count;
        _observationSize = worlds[0].ObservationSpace.Size;
        _actionSize = worlds[0].ActionSpace.Size;
        _figures = worlds[0].Figures.Count;
        int rows = worlds.Count * _agents;
        _observations = new float[rows * _observationSize];
        _finalObservations = new float[rows * _observationSize];
        _rewards = new double[rows];
        _returns = new double[rows];
        _flags = new RowFlags[rows];
        _figureRows = new double[rows * _figures];
        _finalFigures = new double[rows * _figures];
        _seeds = new ulong[worlds.Count];
        _episodes = new long[worlds.Count];
        _begun = new long[worlds.Count];
        _steps = new long[worlds.Count];
        _isUnderWay = new bool[worlds.Count];
        _endedBy = new ServedEpisode?[worlds.Count];
        _stepOne = StepOne;
    }

    public IReadOnlyList<IWorld> Worlds => _worlds;

    public int Rows => _rewards.Length;

    /// <summary>Shape [rows, observation size]: of an environment that began another episode, its first one.</summary>
    public ReadOnlySpan<float> Observations => _observations;

    /// <summary>Shape [rows].</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>Shape [rows].</summary>
    public ReadOnlySpan<RowFlags> Flags => _flags;

    /// <summary>Shape [rows, figures].</summary>
    public ReadOnlySpan<double> Figures => _figureRows;

    /// <summary>Episodes that ended in the last step, in order of their environments.</summary>
    public IReadOnlyList<ServedEpisode> Ended => _ended;

    /// <summary>Steps of all environments so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Observations of an environment's agents in the last step of an episode that ended, shape [agents, observation size].</summary>
    public ReadOnlySpan<float> FinalObservations(int world) => _finalObservations.AsSpan(world * _agents * _observationSize, _agents * _observationSize);

    /// <summary>Shape [agents, figures].</summary>
    public ReadOnlySpan<double> FinalFigures(int world) => _finalFigures.AsSpan(world * _agents * _figures, _agents * _figures);

    /// <summary>Begins episodes.</summary>
    /// <param name="seeds">One per environment; empty to continue from the seeds before, each with its next episode.</param>
    /// <param name="mask">True for each environment to include; empty for all.</param>
    /// <exception cref="WorldException">A number of them is not that of the environments, or there is no seed to continue from.</exception>
    public void Reset(ReadOnlySpan<ulong> seeds, ReadOnlySpan<bool> mask)
    {
        RequireOnePerWorld(seeds.Length, "seeds");
        RequireOnePerWorld(mask.Length, "mask");
        _ended.Clear();
        for (int world = 0; world < _worlds.Count; world++)
        {
            if (mask.IsEmpty || mask[world])
            {
                if (_isUnderWay[world] && _steps[world] > 0)
                {
                    // An episode that is left before its end is recorded as it was.
                    _ended.Add(Describe(world, isCut: true));
                }

                (_seeds[world], _episodes[world]) = seeds.IsEmpty ? (_seeds[world], _episodes[world] + 1) : (seeds[world], 0);
                Begin(world);
            }
        }
    }

    /// <summary>One step of every environment.</summary>
    /// <param name="actions">Shape [rows, action size].</param>
    /// <exception cref="WorldException">An action is not of the space, or an environment has no episode under way; then no environment was stepped.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        RequireActions(actions);
        if (_actions.Length != actions.Length)
        {
            _actions = new float[actions.Length];
        }

        actions.CopyTo(_actions);
        _ended.Clear();
        Array.Clear(_endedBy);
        if (_worlds.Count < MinWorldsForThreads || _threads == 1)
        {
            for (int world = 0; world < _worlds.Count; world++)
            {
                StepOne(world);
            }
        }
        else
        {
            StepInParallel();
        }

        Steps += _worlds.Count;
        foreach (ServedEpisode? ended in _endedBy)
        {
            if (ended is not null)
            {
                _ended.Add(ended);
            }
        }
    }

    /// <summary>Episodes under way that have a step, as they stand, in order of their environments.</summary>
    public IReadOnlyList<ServedEpisode> DescribeUnfinished() =>
        [.. Enumerable.Range(0, _worlds.Count).Where(world => _isUnderWay[world] && _steps[world] > 0).Select(world => Describe(world, isCut: true))];

    private void StepInParallel()
    {
        try
        {
            Parallel.For(0, _worlds.Count, new ParallelOptions { MaxDegreeOfParallelism = _threads }, _stepOne);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private void StepOne(int world)
    {
        int firstRow = world * _agents;
        _worlds[world].Step(_actions.AsSpan(firstRow * _actionSize, _agents * _actionSize), RowsOf(world));
        _steps[world]++;
        bool isOver = true;
        for (int row = firstRow; row < firstRow + _agents; row++)
        {
            _returns[row] += _rewards[row];
            isOver &= (_flags[row] & RowFlags.Present) == RowFlags.None;
        }

        if (!isOver)
        {
            return;
        }

        _endedBy[world] = Describe(world, isCut: false);
        _isUnderWay[world] = false;
        if (_restartsItself)
        {
            Restart(world);
        }
    }

    // Rewards and ends stay those of the last step; observations and figures are those of the next episode's beginning.
    private void Restart(int world)
    {
        _observations.AsSpan(world * _agents * _observationSize, _agents * _observationSize).CopyTo(_finalObservations.AsSpan(world * _agents * _observationSize));
        _figureRows.AsSpan(world * _agents * _figures, _agents * _figures).CopyTo(_finalFigures.AsSpan(world * _agents * _figures));
        Span<double> rewards = _rewards.AsSpan(world * _agents, _agents);
        Span<RowFlags> flags = _flags.AsSpan(world * _agents, _agents);
        double[] keptRewards = rewards.ToArray();
        RowFlags[] keptFlags = flags.ToArray();
        _episodes[world]++;
        Begin(world);
        keptRewards.CopyTo(rewards);
        keptFlags.CopyTo(flags);
    }

    private void Begin(int world)
    {
        _worlds[world].Reset(SeedOf(world), RowsOf(world));
        _begun[world]++;
        _steps[world] = 0;
        _returns.AsSpan(world * _agents, _agents).Clear();
        _isUnderWay[world] = true;
    }

    // The first episode after a reset is of the seed itself, so that equal seeds give equal episodes in any number of environments.
    private ulong SeedOf(int world) => _episodes[world] == 0 ? _seeds[world] : EpisodeSeeds.Of(_seeds[world], environment: 0, _episodes[world]);

    private ServedEpisode Describe(int world, bool isCut)
    {
        int firstRow = world * _agents;
        return new ServedEpisode(
            world,
            _begun[world] - 1,
            SeedOf(world),
            _steps[world],
            _returns.AsSpan(firstRow, _agents).ToArray(),
            isCut ? null : _flags.AsSpan(firstRow, _agents).ToArray(),
            _worlds[world].Fingerprint);
    }

    private WorldRows RowsOf(int world)
    {
        int row = world * _agents;
        return new WorldRows(
            _observations.AsSpan(row * _observationSize, _agents * _observationSize),
            _rewards.AsSpan(row, _agents),
            _flags.AsSpan(row, _agents),
            _figureRows.AsSpan(row * _figures, _agents * _figures));
    }

    private void RequireOnePerWorld(int count, string what)
    {
        if (count != 0 && count != _worlds.Count)
        {
            throw new WorldException($"{what} has {count} values; there are {_worlds.Count} environments.");
        }
    }

    private static string TextOf(ReadOnlySpan<float> values) => string.Join(", ", values.ToArray().Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));

    private void RequireActions(ReadOnlySpan<float> actions)
    {
        if (actions.Length != Rows * _actionSize)
        {
            throw new WorldException($"There are {actions.Length} numbers of actions; {_worlds.Count} environments of {_agents} agents with {_actionSize} each take {Rows * _actionSize}.");
        }

        for (int world = 0; world < _worlds.Count; world++)
        {
            if (!_isUnderWay[world])
            {
                throw new WorldException($"Environment {world} has no episode under way; reset it first, and after every episode that ended.");
            }

            for (int agent = 0; agent < _agents; agent++)
            {
                int row = (world * _agents) + agent;
                ReadOnlySpan<float> action = actions.Slice(row * _actionSize, _actionSize);
                bool isPresent = _steps[world] == 0 || (_flags[row] & RowFlags.Present) != RowFlags.None;
                if (isPresent && !_worlds[world].ActionSpace.Contains(action))
                {
                    throw new WorldException(
                        $"The action of {_worlds[world].Agents[agent]} in environment {world} is [{TextOf(action)}]; it must be of the action space: {_actionSize} numbers within their bounds, none of them NaN.");
                }
            }
        }
    }
}

/// <summary>An episode that is over, or was cut.</summary>
/// <param name="Ordinal">Among the episodes that the environment began, from 0.</param>
/// <param name="Returns">Sum of rewards by agent.</param>
/// <param name="Ends">By agent; null for one that was cut by a reset or the end of the connection.</param>
internal sealed record ServedEpisode(int World, long Ordinal, ulong Seed, long Steps, double[] Returns, RowFlags[]? Ends, string Fingerprint);
