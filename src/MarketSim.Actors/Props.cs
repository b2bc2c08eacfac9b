namespace MarketSim.Actors;

/// <summary>How to make an actor, and where it runs. Immutable; share one between many actors where you can.</summary>
public sealed class Props
{
    private readonly Func<Actor> _factory;

    private Props(Func<Actor> factory, Dispatcher? dispatcher, MailboxOptions mailbox, SupervisorStrategy? supervision)
    {
        _factory = factory;
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        Supervision = supervision;
    }

    /// <summary><c>null</c> for the system's default.</summary>
    public Dispatcher? Dispatcher { get; }

    public MailboxOptions Mailbox { get; }

    /// <summary>What the actor does when its children fail; <c>null</c> for what <see cref="Actor.SupervisorStrategy"/> says.</summary>
    public SupervisorStrategy? Supervision { get; }

    /// <param name="factory">Returns a new actor at each call: it is called again at each restart.</param>
    public static Props Create(Func<Actor> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return new Props(factory, dispatcher: null, MailboxOptions.Unbounded, supervision: null);
    }

    public Props WithDispatcher(Dispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return new Props(_factory, dispatcher, Mailbox, Supervision);
    }

    public Props WithMailbox(MailboxOptions mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        return new Props(_factory, Dispatcher, mailbox, Supervision);
    }

    public Props WithSupervision(SupervisorStrategy supervision)
    {
        ArgumentNullException.ThrowIfNull(supervision);
        return new Props(_factory, Dispatcher, Mailbox, supervision);
    }

    internal Actor NewActor() => _factory();
}
