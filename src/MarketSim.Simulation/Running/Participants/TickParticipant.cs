using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Simulation.Running.Participants;

/// <summary>
/// A stateful actor at the barrier: restores its parts, says when it is due, answers each tick that is opened for it, and saves its parts.
/// What its state is and does is the derived class's affair; when it is asked is decided here, the same way for all.
/// </summary>
internal abstract class TickParticipant(SeatPlan plan) : UntypedActor
{
    private IActorRef? _preparing;
    private bool _isReady;

    protected SeatPlan Plan => plan;

    protected long Generation => plan.Generation;

    /// <summary>The first tick at which it must be asked, news aside; <see cref="long.MaxValue"/> for none.</summary>
    protected abstract long NextDueTick { get; }

    /// <summary>What agents counted since this actor was made.</summary>
    protected virtual PartitionCounters Counters => default;

    /// <summary>Names of the parts that make up its state.</summary>
    protected abstract IReadOnlyList<string> PartNames { get; }

    protected override void PreStart()
    {
        if (plan.RestoreFrom is not { } manifest)
        {
            Open(tick: -1);
            return;
        }

        _ = plan.Store.ReadAsync([.. PartNames.Select(manifest.Part)]).PipeTo(Self, Self, static contents => new PartsRead(contents));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickOpened opened when opened.Generation == Generation && _isReady:
                OnTick(opened, Sender);
                break;
            case SaveParticipant save when save.Generation == Generation && _isReady:
                OnSave(save);
                break;
            case PartsWritten written:
                OnWritten(written);
                break;
            case PrepareParticipant prepare when prepare.Generation == Generation:
                _preparing = Sender;
                AnswerPreparation();
                break;
            case PartsRead read:
                Restore(read.Contents);
                Open(plan.RestoreFrom!.Tick);
                break;
            case Status.Failure failure:
                // Its node's supervisor decides; state that could not be read or written is lost to this generation.
                ExceptionDispatchInfo.Throw(failure.Cause);
                break;
            default:
                ReceiveOther(message);
                break;
        }
    }

    /// <summary>A message of the derived class's own.</summary>
    protected virtual void ReceiveOther(object message) => Unhandled(message);

    /// <param name="contents">In the order of <see cref="PartNames"/>.</param>
    protected abstract void Restore(IReadOnlyList<byte[]> contents);

    /// <summary>Before the first message, and after a restore.</summary>
    /// <param name="tick">The tick closed last; -1 before the first.</param>
    protected abstract void Begin(long tick);

    /// <summary>A tick at which it is due: sooner or later it answers <paramref name="market"/> with <see cref="TickActions"/>.</summary>
    protected abstract void OnTick(TickOpened opened, IActorRef market);

    /// <summary>Takes news in without acting; what they wake is awake at <paramref name="nextTick"/>.</summary>
    protected abstract void TakeNews(ParticipantNews news, long nextTick);

    /// <summary>All parts of its state, named as <see cref="PartNames"/> says. The same state gives the same bytes, whenever and wherever it is saved.</summary>
    protected abstract Task<IReadOnlyList<PartContent>> SaveAsync();

    /// <summary>What it says of its agents when the run is over.</summary>
    protected virtual IReadOnlyList<AgentResult> Settle() => [];

    private void Open(long tick)
    {
        Begin(tick);
        _isReady = true;
        AnswerPreparation();
    }

    private void AnswerPreparation()
    {
        if (_isReady && _preparing is { } market)
        {
            _preparing = null;
            market.Tell(new ParticipantReady(Generation, plan.Seat.Index, NextDueTick), Self);
        }
    }

    private void OnSave(SaveParticipant save)
    {
        TakeNews(save.News, save.NextTick);
        IActorRef market = Sender;
        _ = WriteAsync().PipeTo(Self, Self, parts => new PartsWritten(market, save.Settle, parts));
    }

    private async Task<IReadOnlyList<PartReference>> WriteAsync()
    {
        IReadOnlyList<PartContent> contents = await SaveAsync().ConfigureAwait(false);
        return await plan.Store.WriteAsync(contents).ConfigureAwait(false);
    }

    private void OnWritten(PartsWritten written) => written.Market.Tell(
        new ParticipantSaved(Generation, plan.Seat.Index, written.Parts, written.Settles ? Settle() : [], NextDueTick, Counters), Self);

    private sealed record PartsRead(IReadOnlyList<byte[]> Contents);

    private sealed record PartsWritten(IActorRef Market, bool Settles, IReadOnlyList<PartReference> Parts);
}
