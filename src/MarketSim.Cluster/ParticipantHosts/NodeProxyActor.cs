using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.ParticipantHosts;

/// <summary>The parts and collaborators of the proxy of a node.</summary>
internal sealed record NodeProxyPlan(
    string Run, long Epoch, Member Node, PlaceParticipants Place, IPeers Peers, NodeTimings Timings, TimeProvider TimeProvider, RunGauge Gauge);

/// <summary>
/// Stands for another node in the leader's process: aggregates the messages for its participants into one frame per batch, asks again when the frame or
/// its answer was lost, and detects the loss of the node. At most one request is under way; an answer carries the request's number, so that neither counts twice.
/// </summary>
internal sealed class NodeProxyActor(NodeProxyPlan plan) : UntypedActor, IWithTimers
{
    private readonly FrameWriter _writer = new();
    private IActorRef? _market;
    private byte[] _request = [];
    private long _sequence;
    private bool _isAwaiting;
    private bool _isGone;
    private bool _isLeaving;
    private long _requestedAt;
    private long _sentAt;
    private long _heardAt;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _heardAt = plan.TimeProvider.GetTimestamp();
        _writer.Add(plan.Place);
        Send();
        Timers.StartPeriodicTimer("beat", HeartbeatDue.Instance, plan.Timings.Beat);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ToSlot toSlot:
                _market = Sender;
                _writer.Add(toSlot.Slot, toSlot.Message);
                MessageMemory.Return(toSlot.Message);
                break;
            case ForwardTick:
                Send();
                break;
            case FrameReceived received:
                OnFrame(received.Frame);
                break;
            case HeartbeatDue:
                OnBeat();
                break;
            case MembersChanged changed:
                OnMembersChanged(changed.View);
                break;
            case AssociationLost lost when lost.Incarnation == plan.Node.Incarnation:
                Lose(HostLoss.Unreachable, $"the association with it was lost: {lost.Reason}");
                break;
            case AssociationLost:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Send()
    {
        if (_writer.Count == 0)
        {
            return;
        }

        _sequence++;
        _request = _writer.Finish(Header());
        _isAwaiting = true;
        _requestedAt = _sentAt = plan.TimeProvider.GetTimestamp();
        plan.Peers.Send(plan.Node.Incarnation, _request);
    }

    private FrameHeader Header() => new(plan.Run, plan.Epoch, plan.Peers.Self, _sequence, plan.Gauge.Tick);

    private void OnFrame(Frame frame)
    {
        _heardAt = plan.TimeProvider.GetTimestamp();
        switch (frame.Messages[0].Message)
        {
            case Pong pong:
                OnPong(pong);
                break;
            case ParticipantHostFailed failed:
                Lose(LossOf(failed.Failure), failed.Message);
                break;
            case var _ when _isAwaiting && frame.Header.Sequence == _sequence:
                // All answers of a request come in one frame; that of a request that was asked twice counts once.
                _isAwaiting = false;
                if (ClusterMeters.TimesRequests)
                {
                    ClusterMeters.Answered(plan.TimeProvider.GetElapsedTime(_requestedAt));
                }

                OnAnswers(frame);
                break;
        }
    }

    private void OnAnswers(Frame frame)
    {
        foreach (SlotMessage message in frame.Messages)
        {
            if (message.Message is ParticipantsPlaced placed)
            {
                Context.Parent.Tell(new HostReady(Self, plan.Node.Name, placed.LastTick), Self);
            }
            else
            {
                _market!.Tell(message.Message, Self);
            }
        }
    }

    // The node says what it has received and answered: if the request or its answer cannot be under way any more, it is asked again.
    private void OnPong(Pong pong)
    {
        if (pong.IsLeaving && !_isLeaving)
        {
            _isLeaving = true;
            Context.Parent.Tell(new HostLeaves(plan.Epoch, plan.Node), Self);
        }

        bool isLost = pong.LastReceived < _sequence || pong.LastAnswered >= _sequence;
        if (_isAwaiting && isLost && plan.TimeProvider.GetElapsedTime(_sentAt) > plan.Timings.Beat)
        {
            _sentAt = plan.TimeProvider.GetTimestamp();
            ClusterMeters.Resent();
            plan.Peers.Send(plan.Node.Incarnation, _request);
        }
    }

    private void OnMembersChanged(MembershipView view)
    {
        if (view.Find(plan.Node.Incarnation) is not { } member)
        {
            Lose(HostLoss.Gone, "it is no longer a member of the cluster");
        }
        else if (!member.IsReachable)
        {
            Lose(HostLoss.Unreachable, "it cannot be reached");
        }
        else if (member.IsLeaving && !_isLeaving)
        {
            _isLeaving = true;
            Context.Parent.Tell(new HostLeaves(plan.Epoch, plan.Node), Self);
        }
    }

    private static HostLoss LossOf(HostFailure failure) => failure switch
    {
        HostFailure.Outage => HostLoss.Outage,
        HostFailure.Leaving => HostLoss.Leaving,
        _ => HostLoss.Failed,
    };

    private void OnBeat()
    {
        if (plan.TimeProvider.GetElapsedTime(_heardAt) > plan.Timings.Silence)
        {
            Lose(HostLoss.Silent, $"it has been silent for {plan.Timings.Silence.TotalSeconds:0.#} s");
            return;
        }

        if (_isAwaiting && plan.TimeProvider.GetElapsedTime(_sentAt) > plan.Timings.AnswerLimit)
        {
            Lose(HostLoss.Silent, $"it has owed an answer for {plan.Timings.AnswerLimit.TotalSeconds:0.#} s");
            return;
        }

        var ping = new FrameWriter();
        ping.Add(new Ping(_sequence));
        plan.Peers.Send(plan.Node.Incarnation, ping.Finish(Header()));
    }

    private void Lose(HostLoss loss, string reason)
    {
        if (!_isGone)
        {
            _isGone = true;
            Timers.CancelAll();
            Context.Parent.Tell(new HostLost(plan.Epoch, plan.Node, loss, reason), Self);
        }
    }

    private sealed record HeartbeatDue
    {
        public static HeartbeatDue Instance { get; } = new();
    }
}
