using Akka.Actor;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Sites;

/// <summary>What the carrier of one node is made of.</summary>
internal sealed record CarrierPlan(
    string Run, long Generation, NodeRecord Node, PlaceSite Place, ITransportConnection Connection, NodeTimings Timings, TimeProvider TimeProvider, RunGauge Gauge);

/// <summary>
/// The far end of a node for the market: gathers what is for its participants into one frame per batch, asks again when the frame or its answer was
/// lost, and notices when the node is gone. At most one request is under way; an answer carries the request's number, so that neither counts twice.
/// </summary>
internal sealed class CarrierActor(CarrierPlan plan) : UntypedActor, IWithTimers
{
    private readonly FrameWriter _writer = new();
    private IActorRef? _market;
    private byte[] _request = [];
    private long _sequence;
    private bool _isAwaiting;
    private bool _isGone;
    private bool _isBlocked;
    private long _requestedAt;
    private long _sentAt;
    private long _heardAt;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _heardAt = plan.TimeProvider.GetTimestamp();
        _writer.Add(plan.Place);
        Send();
        Timers.StartPeriodicTimer("beat", BeatDue.Instance, plan.Timings.Beat);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ToSeat toSeat:
                _market = Sender;
                _writer.Add(toSeat.Seat, toSeat.Message);
                MessageMemory.Return(toSeat.Message);
                break;
            case PassOn:
                Send();
                break;
            case FrameReceived received:
                OnFrame(received.Frame);
                break;
            case BeatDue:
                OnBeat();
                break;
            case BrokerBlocked blocked:
                _isBlocked = blocked.IsBlocked;
                _heardAt = plan.TimeProvider.GetTimestamp();
                break;
            case InboxGone:
                Lose(SiteLoss.Gone, "its inbox is gone");
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
        plan.Connection.Send(plan.Node.Inbox, _request);
    }

    private FrameHeader Header() => new(plan.Run, plan.Generation, plan.Connection.Inbox, _sequence, plan.Gauge.Tick);

    private void OnFrame(Frame frame)
    {
        _heardAt = plan.TimeProvider.GetTimestamp();
        switch (frame.Messages[0].Message)
        {
            case Pong pong:
                OnPong(pong);
                break;
            case SiteFailed failed:
                Lose(failed.IsOutage ? SiteLoss.Outage : SiteLoss.Failed, failed.Message);
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
        foreach (SeatMessage message in frame.Messages)
        {
            if (message.Message is SitePlaced placed)
            {
                Context.Parent.Tell(new SiteReady(Self, plan.Node.Node.Name, placed.LastTick), Self);
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
        bool isLost = pong.LastReceived < _sequence || pong.LastAnswered >= _sequence;
        if (_isAwaiting && isLost && plan.TimeProvider.GetElapsedTime(_sentAt) > plan.Timings.Beat)
        {
            _sentAt = plan.TimeProvider.GetTimestamp();
            ClusterMeters.Resent();
            plan.Connection.Send(plan.Node.Inbox, _request);
        }
    }

    private void OnBeat()
    {
        if (_isBlocked)
        {
            // Nobody can be heard while the broker takes nothing; silence means nothing then.
            return;
        }

        if (plan.TimeProvider.GetElapsedTime(_heardAt) > plan.Timings.Silence)
        {
            Lose(SiteLoss.Silent, $"it has been silent for {plan.Timings.Silence.TotalSeconds:0.#} s");
            return;
        }

        if (_isAwaiting && plan.TimeProvider.GetElapsedTime(_sentAt) > plan.Timings.AnswerLimit)
        {
            Lose(SiteLoss.Silent, $"it has owed an answer for {plan.Timings.AnswerLimit.TotalSeconds:0.#} s");
            return;
        }

        var ping = new FrameWriter();
        ping.Add(new Ping(_sequence));
        plan.Connection.Send(plan.Node.Inbox, ping.Finish(Header()));
    }

    private void Lose(SiteLoss loss, string reason)
    {
        if (!_isGone)
        {
            _isGone = true;
            Timers.CancelAll();
            Context.Parent.Tell(new SiteLost(plan.Generation, plan.Node, loss, reason), Self);
        }
    }

    private sealed record BeatDue
    {
        public static BeatDue Instance { get; } = new();
    }
}
