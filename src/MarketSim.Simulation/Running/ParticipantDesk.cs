using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Simulation.Running;

/// <summary>What the market keeps for one participant between two messages to it: when it is due, and what there is to tell it.</summary>
internal sealed class ParticipantDesk
{
    private List<AccountEvent> _events = [];
    private List<AccountEvent> _sentEvents = [];
    private readonly List<AccountStatement> _statements = [];
    private readonly List<AccountId> _wanted = [];
    private readonly List<Mail> _mail = [];
    private long _newsDueTick = long.MaxValue;
    private long _agentsDueTick = long.MaxValue;
    private long _mailDueTick = long.MaxValue;

    /// <summary>The first tick at which the participant must be asked.</summary>
    public long NextDueTick => Math.Min(Math.Min(_agentsDueTick, _newsDueTick), _mailDueTick);

    /// <summary>What its agents counted since it was prepared.</summary>
    public PartitionCounters Counters { get; private set; }

    /// <summary>Whether the participant has been sent something that it must answer.</summary>
    public bool IsAwaited { get; private set; }

    public void Await() => IsAwaited = true;

    /// <summary>Takes the participant's answer.</summary>
    public void Answered(long nextDueTick, PartitionCounters counters)
    {
        IsAwaited = false;
        _agentsDueTick = nextDueTick;
        Counters = counters;
    }

    /// <summary>Remembers agents whose portfolio is to be rebuilt once the tick is closed.</summary>
    public void Want(IReadOnlyList<AccountId> accounts) => _wanted.AddRange(accounts);

    public IReadOnlyList<AccountId> TakeWanted()
    {
        if (_wanted.Count == 0)
        {
            return [];
        }

        AccountId[] wanted = [.. _wanted];
        _wanted.Clear();
        return wanted;
    }

    /// <summary>Keeps an event for the participant; if it wakes an agent, it is due at <paramref name="nextTick"/>.</summary>
    public void Post(in AccountEvent news, long nextTick)
    {
        _events.Add(news);
        if (news.Wakes)
        {
            _newsDueTick = Math.Min(_newsDueTick, nextTick);
        }
    }

    /// <summary>
    /// Keeps a statement, which stands for all news of its account so far. It makes the participant due at no tick: its agent sleeps, and gets it before
    /// its next turn, so that a barrier that delivers it early does not change which ticks are opened.
    /// </summary>
    public void Post(AccountStatement statement, long nextTick)
    {
        List<AccountEvent> fills = _events.FindAll(news => news.Account == statement.Account && news.Kind == AccountEventKind.Filled);
        _events.RemoveAll(news => news.Account == statement.Account);
        _statements.Add(statement with { UnheardFills = fills.Count, UnheardLots = fills.Sum(fill => fill.Quantity.Lots) });
        _newsDueTick = _events.Exists(news => news.Wakes) ? nextTick : long.MaxValue;
    }

    /// <summary>Keeps mail for the participant, which is due at <paramref name="nextTick"/>.</summary>
    public void Post(Mail mail, long nextTick)
    {
        _mail.Add(mail);
        MailIsDue(nextTick);
    }

    /// <summary>
    /// The participant has mail at a tick. It is asked then even if a barrier delivers the mail before: which ticks are opened must not depend on
    /// barriers.
    /// </summary>
    public void MailIsDue(long tick) => _mailDueTick = tick;

    /// <summary>All that there is for the participant at a tick that opens for it.</summary>
    public ParticipantNews TakeNewsForTick()
    {
        _mailDueTick = long.MaxValue;
        return TakeNews();
    }

    public ParticipantNews TakeNews()
    {
        if (_events.Count == 0 && _statements.Count == 0 && _mail.Count == 0)
        {
            return ParticipantNews.None;
        }

        // The participant reads one list while the other fills; it has answered before the lists change places again.
        (_events, _sentEvents) = (_sentEvents, _events);
        _events.Clear();
        var news = new ParticipantNews(_sentEvents, [.. _statements]) { Mail = [.. _mail] };
        _statements.Clear();
        _mail.Clear();
        _newsDueTick = long.MaxValue;
        return news;
    }
}
