using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Cells;

/// <summary>
/// The life of one actor behind its reference: they are one object, because there are very many of them. Fields are
/// either fixed, guarded by the gate (see Delivery), or owned by whoever runs the cell; what few actors need is in the extras.
/// </summary>
internal sealed partial class ActorCell : ActorRef
{
    [ThreadStatic]
    private static ActorCell? t_current;

    [ThreadStatic]
    private static ActorCell? t_underConstruction;

    private readonly ActorSystem _system;
    private readonly ActorCell? _parent;
    private readonly Props _props;
    private readonly Dispatcher _dispatcher;
    private readonly string? _givenName;
    private readonly int _ordinal;

    // Guarded by the gate; the mailbox's reading side is owned by the running activation.
    private Mailbox? _mailbox;
    private SystemMessage? _lastSystemMessage;
    private int _gate;
    private bool _active = true;

    // Owned by the running activation.
    private Lifecycle _lifecycle = Lifecycle.New;
    private int _suspensions;
    private Actor? _actor;
    private object? _message;
    private ActorRef? _sender;
    private ChildList? _children;
    private CellExtras? _extras;

    /// <param name="ordinal">Names the actor when <paramref name="givenName"/> is <c>null</c>.</param>
    internal ActorCell(ActorSystem system, ActorCell? parent, Props props, string? givenName, int ordinal)
    {
        _system = system;
        _parent = parent;
        _props = props;
        _dispatcher = props.Dispatcher ?? system.DefaultDispatcher;
        _givenName = givenName;
        _ordinal = ordinal;
    }

    /// <summary>The actor that runs in this thread.</summary>
    internal static ActorCell? Current => t_current;

    internal static ActorCell? UnderConstruction => t_underConstruction;

    public override ActorPath Path => new(_system.Name, _parent?.Path, Name);

    protected internal override ActorSystem System => _system;

    internal string Name => _givenName ?? ActorName.Generated(_ordinal);

    internal ActorCell? Parent => _parent;

    internal Dispatcher Dispatcher => _dispatcher;

    internal ActorRef? Sender => _sender;

    internal bool HasStopped => _lifecycle == Lifecycle.Stopped;

    private CellExtras Extras => _extras ??= new CellExtras();

    /// <summary>Begins to run; called once, when the parent knows the child.</summary>
    internal void Start()
    {
        _dispatcher.Attach();
        _dispatcher.Schedule(this);
    }

    /// <summary>A child made by a suspended parent is suspended as often, and resumes with it.</summary>
    internal void InheritSuspensions(int count) => _suspensions = count;
}
