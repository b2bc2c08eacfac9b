using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Simulation.Participants;

/// <summary>
/// A stateful actor at the barrier: restores its parts, says when it is due, answers each tick that is opened for it, and saves its parts.
/// Its state is the derived class's; when it is asked is decided here, the same way for all.
/// </summary>
/// <param name="context">Its parts and collaborators.</param>
public abstract class TickParticipant(ParticipantContext context) : UntypedActor
{
    private IActorRef? _preparing;
    private PendingSave? _saving;
    private bool _isReady;

    /// <summary>Its parts and collaborators.</summary>
    protected ParticipantContext Setup => context;

    /// <summary>Epoch of the run; messages of another one are dropped.</summary>
    protected long Epoch => context.Epoch;

    /// <summary>The first tick at which it must be asked, account events and messages aside; <see cref="long.MaxValue"/> for none.</summary>
    protected abstract long NextDueTick { get; }

    /// <summary>The agents' counters since this actor was created.</summary>
    protected virtual PartitionCounters Counters => default;

    /// <summary>Names of the parts that make up its state.</summary>
    protected abstract IReadOnlyList<string> PartNames { get; }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (context.RestoreFrom is not { } manifest)
        {
            Open(tick: -1);
            return;
        }

        _ = CheckpointParts.ReadAsync(context.Store, manifest, PartNames).PipeTo(Self, Self, static parts => new PartsRead(parts));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.OfWorkers;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickOpened opened when opened.Epoch == Epoch && _isReady:
                OnTick(opened, Sender);
                break;
            case SaveParticipant save when save.Epoch == Epoch && _isReady:
                OnSave(save);
                break;
            case PartsWritten written:
                OnWritten(written);
                break;
            case PrepareParticipant prepare when prepare.Epoch == Epoch:
                _preparing = Sender;
                AnswerPreparation();
                break;
            case PartsRead read:
                Restore(read.Parts);
                Open(context.RestoreFrom!.Tick);
                break;
            case Status.Failure failure:
                // Its node's supervisor decides; state that could not be read or written is lost to this epoch.
                ExceptionDispatchInfo.Throw(failure.Cause);
                break;
            default:
                ReceiveOther(message);
                break;
        }
    }

    /// <summary>A message that the derived class alone knows.</summary>
    protected virtual void ReceiveOther(object message) => Unhandled(message);

    /// <summary>Restores its state.</summary>
    /// <param name="parts">All of <see cref="PartNames"/>.</param>
    protected abstract void Restore(CheckpointParts parts);

    /// <summary>Called before the first message, and after a restore.</summary>
    /// <param name="tick">The tick closed last; -1 before the first.</param>
    protected abstract void Begin(long tick);

    /// <summary>A tick at which it is due: sooner or later it answers <paramref name="market"/> with <see cref="TickActions"/>.</summary>
    protected abstract void OnTick(TickOpened opened, IActorRef market);

    /// <summary>Applies a delivery without acting; agents that it wakes are awake at <paramref name="nextTick"/>.</summary>
    protected abstract void Deliver(in ParticipantDelivery delivery, long nextTick);

    /// <summary>True when its state can be saved. While it cannot, a checkpoint waits; the derived class calls <see cref="SaveIfPending"/> when it can again.</summary>
    protected virtual bool CanSave => true;

    /// <summary>All parts of its state, named as <see cref="PartNames"/> says. The same state gives the same bytes, whenever and wherever it is saved.</summary>
    protected abstract IReadOnlyList<PartContent> Save();

    /// <summary>Saves what a checkpoint waits for, if one does and the state is defined.</summary>
    protected void SaveIfPending()
    {
        if (_saving is not { } saving || !CanSave)
        {
            return;
        }

        _saving = null;
        _ = context.Store.WriteAsync(Save()).PipeTo(Self, Self, references => new PartsWritten(saving.Market, saving.Settles, references));
    }

    /// <summary>Answers an open tick.</summary>
    /// <param name="actions">Not changed any more.</param>
    protected void Answer(IActorRef market, long tick, in ParticipantActions actions, MessageMemory? memory = null) =>
        market.Tell(new TickActions(Epoch, tick, context.Slot.Index, actions) { Memory = memory }, Self);

    /// <summary>The results of its agents when the run is over.</summary>
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
            market.Tell(new ParticipantReady(Epoch, context.Slot.Index, NextDueTick), Self);
        }
    }

    private void OnSave(SaveParticipant save)
    {
        Deliver(save.Delivery, save.NextTick);
        MessageMemory.Return(save);
        _saving = new PendingSave(Sender, save.Settle);
        SaveIfPending();
    }

    private void OnWritten(PartsWritten written) => written.Market.Tell(
        new ParticipantSaved(Epoch, context.Slot.Index, written.Parts, written.Settles ? Settle() : [], NextDueTick, Counters), Self);

    private sealed record PartsRead(CheckpointParts Parts);

    private sealed record PendingSave(IActorRef Market, bool Settles);

    private sealed record PartsWritten(IActorRef Market, bool Settles, IReadOnlyList<PartReference> Parts);
}
