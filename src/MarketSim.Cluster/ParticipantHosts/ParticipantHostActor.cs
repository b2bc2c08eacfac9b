using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Scenarios;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.ParticipantHosts;

/// <summary>The parts and collaborators of the host of a run on this node.</summary>
/// <param name="LastTick">The last tick seen opened in the epoch before; -1 for none.</param>
internal sealed record ParticipantHostPlan(
    NodeOptions Options, IPeers Peers, FrameHeader Header, PlaceParticipants Place, long LastTick, ILogger Logger);

/// <summary>
/// The slots of one epoch of a run on this node, led from another: hands each request on to its participants and answers once for all of them.
/// It detects nothing: it waits for its leader, or for the next one.
/// </summary>
internal sealed class ParticipantHostActor(ParticipantHostPlan plan) : UntypedActor, IWithTimers
{
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<int, IActorRef> _participants = [];
    private byte[] _answer = [];
    private long _received = 1;
    private long _answered;
    private long _tick = plan.LastTick;

    // Placing is the first request; it has one answer.
    private int _awaited = 1;
    private ParticipantHostFailed? _failure;
    private bool _isLeaving;
    private long _heardAt;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _heardAt = plan.Options.TimeProvider.GetTimestamp();
        _ = plan.Options.Scenarios.ReadAsync(plan.Options.Store, plan.Place.ScenarioYaml).PipeTo(Self, Self);
        Timers.StartPeriodicTimer("poll", PollDue.Instance, plan.Options.Timings.Forgetting / 4);
    }

    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.Stopping(Fail);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickActions actions:
                Answer(actions.Participant, actions);
                break;
            case FrameReceived received:
                _heardAt = plan.Options.TimeProvider.GetTimestamp();
                OnFrame(received.Frame);
                break;
            case ParticipantReady ready:
                Answer(ready.Participant, ready);
                break;
            case ParticipantSaved saved:
                Answer(saved.Participant, saved);
                break;
            case Scenario scenario:
                Place(scenario);
                break;
            case Status.Failure failure:
                Fail(failure.Cause);
                break;
            case NodeLeaves:
                _isLeaving = true;
                break;
            case PollDue:
                ForgetIfAlone();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Place(Scenario scenario)
    {
        MarketDefinition market = scenario.ToMarket();
        var store = new HostCheckpointStore(plan.Options.Store, plan.Header.Run, plan.Header.Epoch);
        IReadOnlyList<ParticipantDefinition> definitions = plan.Options.Participants(scenario);
        foreach (BarrierSlot slot in plan.Place.Slots)
        {
            var participant = new ParticipantContext(scenario, market, slot, plan.Header.Epoch, store, plan.Logger, plan.Place.Manifest);
            _participants.Add(slot.Index, participant.Start(Context, definitions));
        }

        _writer.Add(new ParticipantsPlaced(plan.LastTick));
        Answered();
    }

    private void OnFrame(Frame frame)
    {
        if (frame.Messages is [{ Message: Ping }])
        {
            Reply(new Pong(_received, _answered, _isLeaving), frame.Header.Sequence);
            if (_failure is not null)
            {
                Reply(_failure, frame.Header.Sequence);
            }

            return;
        }

        _tick = frame.Header.Tick;
        long sequence = frame.Header.Sequence;
        if (sequence == _answered)
        {
            // The answer was lost: the same request again.
            plan.Peers.Send(frame.Header.Sender, _answer);
        }
        else if (sequence == _received + 1 && _awaited == 0)
        {
            _received = sequence;
            Distribute(frame);
        }
    }

    private void Distribute(Frame frame)
    {
        _awaited = frame.Messages.Count;
        foreach (SlotMessage message in frame.Messages)
        {
            if (_participants.TryGetValue(message.Slot, out IActorRef? participant))
            {
                participant.Tell(message.Message, Self);
            }
            else
            {
                Fail(new InvalidOperationException($"The leader names slot {message.Slot}, which is not here."));
            }
        }
    }

    private void Answer(int slot, object answer)
    {
        _writer.Add(slot, answer);
        MessageMemory.Return(answer);
        Answered();
    }

    private void Answered()
    {
        if (--_awaited > 0)
        {
            return;
        }

        _answered = _received;
        _answer = _writer.Finish(Header(_answered));
        plan.Peers.Send(plan.Header.Sender, _answer);
    }

    private void Reply(object message, long sequence)
    {
        var writer = new FrameWriter();
        writer.Add(message);
        plan.Peers.Send(plan.Header.Sender, writer.Finish(Header(sequence)));
    }

    private FrameHeader Header(long sequence) => plan.Header with { Sender = plan.Peers.Self, Sequence = sequence };

    private void Fail(Exception exception)
    {
        if (_failure is null)
        {
            plan.Logger.HostFails(exception, plan.Header.Run, plan.Header.Epoch, _tick);
            _failure = new ParticipantHostFailed(Tick: plan.LastTick, SlotMessage.NoSlot, exception.Message, exception is StoreUnavailableException or StaleEpochException ? HostFailure.Outage : HostFailure.Participant);
            Reply(_failure, _received);
        }
    }

    private void ForgetIfAlone()
    {
        if (plan.Options.TimeProvider.GetElapsedTime(_heardAt) > plan.Options.Timings.Forgetting)
        {
            Context.Parent.Tell(new HostEnded(plan.Header.Run, plan.Header.Epoch), Self);
        }
    }

    private sealed record PollDue
    {
        public static PollDue Instance { get; } = new();
    }
}
