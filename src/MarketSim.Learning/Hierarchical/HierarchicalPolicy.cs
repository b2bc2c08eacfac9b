using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// A controller that picks options, and the options that act, as one policy: a caller that acts by it needs to know nothing of its levels. A row's recurrent
/// state is [option + 1, steps left, state of the controller, state of the option]; zeros begin an episode, and with it an option.
/// </summary>
/// <remarks>
/// Options draw from the row's random stream exactly as a flat policy would. The controller and the termination head draw from a far stretch of it,
/// so that a hierarchy of one option acts as that option alone does; where options are frozen, and draw nothing, the controller has the stream itself.
/// </remarks>
public sealed class HierarchicalPolicy : IPolicy, INamedWeights
{
    private const int HeaderSize = 2;
    private const ulong ChoiceStretches = 1UL << 36;
    private readonly HierarchicalSettings _settings;
    private readonly MetaController _controller;
    private readonly OptionExecutor _executor;
    private readonly TerminationHead? _head;
    private readonly FeatureView _metaView;
    private readonly CompositeWeights _weights;
    private readonly IPolicy _first;
    private readonly int _optionOffset;
    private int[] _options = [];
    private int[] _choiceOf = [];
    private bool[] _ends = [];

    internal HierarchicalPolicy(
        Space observationSpace, HierarchicalSettings settings, MetaController controller, IPolicy[] options, TerminationHead? head, FeatureView metaView, FeatureView optionView)
    {
        ObservationSpace = observationSpace;
        _settings = settings;
        _controller = controller;
        _head = head;
        _metaView = metaView;
        _first = options[0];
        _executor = new OptionExecutor(options, optionView);
        _optionOffset = HeaderSize + controller.Policy.StateSize;
        var parts = new List<(string, INamedWeights)> { ("controller", (INamedWeights)controller.Policy) };
        parts.AddRange(options.Select(static (option, index) => (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"option-{index}"), (INamedWeights)option)));
        if (head is not null)
        {
            parts.Add(("termination", head));
        }

        _weights = new CompositeWeights(parts);
    }

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace => _first.ActionSpace;

    /// <inheritdoc/>
    public int StateSize => _optionOffset + _executor.StateSize;

    /// <summary>The weights of the controller, then of the options, then of the termination head; statistics of observations last.</summary>
    public Span<float> Weights => _weights.Lend();

    /// <inheritdoc/>
    public ParameterLayout Layout => _weights.Layout;

    internal MetaController Controller => _controller;

    internal OptionExecutor Executor => _executor;

    /// <summary>Shape [rows of the last act]; which option acted.</summary>
    internal ReadOnlySpan<int> Options => _options;

    /// <summary>Shape [rows of the last act]; the row's number among those that chose an option before they acted, -1 for one that did not.</summary>
    internal ReadOnlySpan<int> ChoiceOf => _choiceOf;

    /// <summary>The option that acts next unless it ends before; -1 before the first.</summary>
    /// <param name="state">A row's recurrent state.</param>
    public static int OptionOf(ReadOnlySpan<float> state) => (int)state[0] - 1;

    /// <summary>Steps that the option has left; 0 when the controller chooses next.</summary>
    /// <param name="state">A row's recurrent state.</param>
    public static int StepsLeft(ReadOnlySpan<float> state) => (int)state[1];

    /// <inheritdoc/>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _weights.Apply();
        int rows = batch.Rows;
        Reserve(rows);
        for (int row = 0; row < rows; row++)
        {
            _options[row] = OptionOf(batch.State(row));
            _ends[row] = StepsLeft(batch.State(row)) <= 0;
        }

        _head?.Decide(this, batch, deterministic);
        int choosing = Gather(batch);
        if (choosing > 0)
        {
            _controller.Choose(deterministic);
            Scatter(batch);
        }

        _executor.Act(batch, _options.AsSpan(0, rows), _optionOffset, deterministic || _settings.OptionsAreFrozen);
        for (int row = 0; row < rows; row++)
        {
            batch.State(row)[1]--;
        }
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action) => _first.ClipAction(action);

    /// <summary>Takes over weights that were written to <see cref="Weights"/>.</summary>
    internal void ApplyWeights() => _weights.Apply();

    /// <summary>The recurrent state of the option.</summary>
    internal ReadOnlySpan<float> OptionState(ReadOnlySpan<float> state, int size) => state.Slice(_optionOffset, size);

    /// <summary>The recurrent state of the controller.</summary>
    internal static ReadOnlySpan<float> ControllerState(ReadOnlySpan<float> state, int size) => state.Slice(HeaderSize, size);

    /// <summary>True when the termination of a row's option must be drawn: it has acted, and has not ended.</summary>
    internal bool IsUnderWay(int row) => _options[row] >= 0 && !_ends[row];

    internal int OptionOfRow(int row) => _options[row];

    internal void End(int row) => _ends[row] = true;

    /// <summary>The number from 0 to 1 that decides whether a row's option ends.</summary>
    internal double DrawEnd(PolicyBatch batch, int row)
    {
        RandomStream stream = ChoiceStream(batch, row);
        double drawn = stream.NextDouble();
        if (_settings.OptionsAreFrozen)
        {
            batch.Random[row] = stream;
        }

        return drawn;
    }

    private RandomStream ChoiceStream(PolicyBatch batch, int row) =>
        _settings.OptionsAreFrozen ? batch.Random[row] : batch.Random[row].Stretch(ChoiceStretches + batch.Random[row].Position);

    private void Reserve(int rows)
    {
        if (_options.Length < rows)
        {
            _options = new int[rows];
            _choiceOf = new int[rows];
            _ends = new bool[rows];
        }
    }

    private int Gather(PolicyBatch batch)
    {
        int choosing = 0;
        for (int row = 0; row < batch.Rows; row++)
        {
            _choiceOf[row] = _ends[row] ? choosing++ : -1;
        }

        PolicyBatch own = _controller.Batch;
        own.Resize(choosing);
        for (int row = 0; row < batch.Rows; row++)
        {
            int choice = _choiceOf[row];
            if (choice >= 0)
            {
                _metaView.Take(batch.Observation(row), own.Observation(choice));
                ControllerState(batch.State(row), own.State(choice).Length).CopyTo(own.State(choice));
                RandomStream stream = ChoiceStream(batch, row);

                // The head has drawn the first numbers of the stretch.
                stream = _settings.OptionsAreFrozen || _head is null ? stream : Behind(stream);
                own.Random[choice] = stream;
            }
        }

        return choosing;
    }

    private static RandomStream Behind(RandomStream stream)
    {
        stream.NextUInt64();
        return stream;
    }

    private void Scatter(PolicyBatch batch)
    {
        PolicyBatch own = _controller.Batch;
        for (int row = 0; row < batch.Rows; row++)
        {
            int choice = _choiceOf[row];
            if (choice < 0)
            {
                continue;
            }

            Span<float> state = batch.State(row);
            own.State(choice).CopyTo(state[HeaderSize..]);
            if (_settings.OptionsAreFrozen)
            {
                batch.Random[row] = own.Random[choice];
            }

            OptionChoice chosen = _controller.ChoiceOf(choice);
            if (chosen.Option != _options[row])
            {
                // An option that begins has no memory; one that is picked again continues.
                state[_optionOffset..].Clear();
            }

            _options[row] = chosen.Option;
            state[0] = chosen.Option + 1;
            state[1] = chosen.Duration;
        }
    }
}
