using System.Globalization;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Tables;

namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>Reads one file of demonstrations, and says of the first thing that is wrong where it is and what to do.</summary>
internal sealed class DemonstrationReader(CsvRows rows, string source, Space? observationSpace, Space? actionSpace)
{
    private readonly HashSet<long> _known = [];
    private readonly List<Demonstration> _episodes = [];
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<double> _rewards = [];
    private DemonstrationColumns _columns = null!;
    private long _episode = -1;
    private int _step;
    private float[]? _final;
    private TrajectoryEnd? _end;

    public DemonstrationSet Read()
    {
        if (!rows.MoveNext())
        {
            throw new InvalidDataException($"{source}: the file is empty; it must have a header and the rows of at least two episodes. Record them, e.g. with marketsim expert record.");
        }

        _columns = DemonstrationColumns.Find([.. rows.Fields], source, observationSpace, actionSpace);
        while (rows.MoveNext())
        {
            if (rows.Fields.Count != _columns.Count)
            {
                throw Wrong($"has {rows.Fields.Count} fields; the header has {_columns.Count}. Complete the row, or remove it");
            }

            ReadRow();
        }

        Close();
        return _episodes.Count > 0
            ? new DemonstrationSet(_episodes, source, _columns.ObservationNames, _columns.ActionNames)
            : throw new InvalidDataException($"{source}: there is a header but no row; it must have the rows of at least two episodes. Record them, e.g. with marketsim expert record.");
    }

    private void ReadRow()
    {
        long episode = Count(_columns.Episode);
        long step = Count(_columns.Step);
        if (episode != _episode)
        {
            Close();
            Open(episode);
        }

        RequireOrder(step);
        if (_end is not null || _final is not null)
        {
            throw Wrong(_columns.Step, $"follows the end of episode {episode}; remove what stands after the end, or give it another episode number");
        }

        bool isFinal = _columns.Actions.All(column => rows.Fields[column].Length == 0);
        float[] observation = [.. _columns.Observations.Select(Number)];
        if (observationSpace is not (null or BoxSpace) && !observationSpace.Contains(observation))
        {
            throw Wrong(_columns.Observations[0], $"is not of the environment's observation space ({Describe(observationSpace)}); record the expert in this environment");
        }

        if (isFinal)
        {
            ReadFinal(observation);
            return;
        }

        _observations.AddRange(observation);
        ReadAction();
        if (_columns.Reward >= 0)
        {
            _rewards.Add(Number(_columns.Reward));
        }

        _step++;
        _end = ReadEnd();
    }

    private void ReadFinal(float[] observation)
    {
        if (_step == 0)
        {
            throw Wrong(_columns.Actions[0], "is empty in the first row of an episode; each step needs an action. Fill it in, or remove the row");
        }

        _final = observation;
        _end = ReadEnd();
    }

    private void ReadAction()
    {
        float[] action = [.. _columns.Actions.Select(Number)];
        if (actionSpace is not null && !actionSpace.Contains(action))
        {
            int element = Enumerable.Range(0, action.Length).FirstOrDefault(index => !IsWithin(index, action[index]));
            throw Wrong(
                _columns.Actions[element],
                $"is not of the environment's action space ({Describe(actionSpace)}). Record the expert in this environment with the same settings, or map its actions to that space");
        }

        _actions.AddRange(action);
    }

    private bool IsWithin(int element, float value) => actionSpace switch
    {
        DiscreteSpace discrete => discrete.Contains([value]),
        MultiDiscreteSpace several => new DiscreteSpace(several.Counts[element]).Contains([value]),
        BoxSpace box => value >= box.Low[element] && value <= box.High[element],
        _ => false,
    };

    private static string Describe(Space space) => space switch
    {
        DiscreteSpace discrete => $"a whole number of 0 to {discrete.Count - 1}",
        MultiDiscreteSpace several => $"whole numbers from 0 to below {string.Join(", ", several.Counts.ToArray())}",
        BoxSpace box => $"{box.Size} numbers within {string.Join(", ", Enumerable.Range(0, box.Size).Select(i => string.Create(CultureInfo.InvariantCulture, $"[{box.Low[i]}, {box.High[i]}]")))}",
        _ => $"{space.Size} numbers",
    };

    private TrajectoryEnd? ReadEnd()
    {
        if (_columns.End < 0 || rows.Fields[_columns.End].Length == 0)
        {
            return null;
        }

        return rows.Fields[_columns.End] switch
        {
            DemonstrationFile.Terminated => TrajectoryEnd.Terminated,
            DemonstrationFile.Truncated => TrajectoryEnd.Truncated,
            _ => throw Wrong(_columns.End, $"must be {DemonstrationFile.Terminated}, {DemonstrationFile.Truncated} or empty"),
        };
    }

    private void RequireOrder(long step)
    {
        if (step == _step)
        {
            return;
        }

        if (step < _step)
        {
            throw Wrong(
                _columns.Step,
                $"comes after step {_step - 1} of episode {_episode}: the episode has its steps in two orders. Keep one of them, and sort its rows by step");
        }

        throw Wrong(_columns.Step, $"leaves a gap: step {_step} of episode {_episode} is missing. Restore the missing rows, or begin another episode after the gap");
    }

    private void Open(long episode)
    {
        if (!_known.Add(episode))
        {
            throw Wrong(
                _columns.Episode,
                $"appears again after another episode: the episode is there in two pieces or two orders. Keep its rows together, sorted by step, and give each episode a separate number");
        }

        _episode = episode;
    }

    private void Close()
    {
        if (_step > 0)
        {
            _episodes.Add(new Demonstration(
                _step, [.. _observations], [.. _actions], _final, _columns.Reward >= 0 ? [.. _rewards] : null, _end ?? TrajectoryEnd.Truncated));
        }

        _observations.Clear();
        _actions.Clear();
        _rewards.Clear();
        (_step, _final, _end) = (0, null, null);
    }

    private long Count(int column) =>
        long.TryParse(rows.Fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Wrong(column, "must be a whole number from 0 up");

    private float Number(int column) =>
        float.TryParse(rows.Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Wrong(column, "must be a finite number, e.g. 0.25. Correct it, or leave the episode out");

    private InvalidDataException Wrong(int column, string rule) =>
        new($"{source}:{rows.Line}: column {_columns.NameOf(column)} is '{rows.Fields[column]}'; it {rule}.");

    private InvalidDataException Wrong(string rule) => new($"{source}:{rows.Line}: the row {rule}.");
}
