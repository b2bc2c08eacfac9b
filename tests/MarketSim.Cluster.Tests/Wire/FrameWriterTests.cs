using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Wire;

public sealed class FrameWriterTests
{
    private readonly FrameWriter _writer = new();
    private readonly RandomMessages _random = new(seed: 4);

    [Fact]
    public void Borrowed_buffers_may_be_used_again_once_a_message_is_added()
    {
        OrderRequest[] requests = _random.Requests(3);
        AccountEvent[] events = _random.Events(3);
        OrderRequest[] requestsAsSent = [.. requests];
        AccountEvent[] eventsAsSent = [.. events];
        _writer.Add(1, new TickActions(7, 1, 1, new ParticipantActions(requests, [], 2, default, [])));
        _writer.Add(2, new SaveParticipant(7, 1, new ParticipantDelivery(events, [], []), false));
        requests.AsSpan().Clear();
        events.AsSpan().Clear();
        Frame frame = WireFrames.Read(_writer.Finish(WireFrames.Header));
        Assert.Equal(requestsAsSent, ((TickActions)frame.Messages[0].Message).Actions.Requests.ToArray());
        Assert.Equal(eventsAsSent, ((SaveParticipant)frame.Messages[1].Message).Delivery.Events.ToArray());
    }

    [Fact]
    public void Second_frame_of_a_writer_equals_that_of_a_new_one()
    {
        WireFrames.Of(_writer, WireFrames.Header, [new SlotMessage(0, new TickOpened(7, _random.Snapshot(), ParticipantDelivery.Empty))]);
        SlotMessage[] messages = [new SlotMessage(4, new ParticipantReady(8, 4, 10))];
        FrameHeader header = WireFrames.Header with { Epoch = 8, Sequence = 4 };
        Assert.Equal(WireFrames.Of(new FrameWriter(), header, messages), WireFrames.Of(_writer, header, messages));
    }

    [Fact]
    public void Frame_of_100_000_requests_costs_no_allocation_but_itself()
    {
        var actions = new TickActions(7, 1, 1, new ParticipantActions(_random.Requests(100_000), [], 2, default, []));
        _writer.Add(1, actions);
        _writer.Finish(WireFrames.Header);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _writer.Add(1, actions);
        byte[] frame = _writer.Finish(WireFrames.Header);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, frame.Length, frame.Length + 64);
    }

    [Fact]
    public void Messages_of_two_generations_do_not_share_a_frame()
    {
        _writer.Add(0, new PrepareParticipant(7));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _writer.Add(1, new PrepareParticipant(8)));
        Assert.StartsWith("A frame is of one epoch: it holds messages of 7, and one of 8 was to be added.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_of_another_epoch_is_refused()
    {
        _writer.Add(0, new PrepareParticipant(6));
        Assert.Throws<ArgumentException>(() => _writer.Finish(WireFrames.Header));
    }

    [Fact]
    public void Header_of_another_run_than_the_placement_is_refused()
    {
        _writer.Add(_random.Placement("run-2"));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _writer.Finish(WireFrames.Header));
        Assert.StartsWith("The frame is of run run-1 and holds a placement of run run-2.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_snapshots_do_not_share_a_frame()
    {
        _writer.Add(0, new TickOpened(7, _random.Snapshot(), ParticipantDelivery.Empty));
        Assert.Throws<ArgumentException>(() => _writer.Add(1, new TickOpened(7, _random.Snapshot(), ParticipantDelivery.Empty)));
    }

    [Fact]
    public void Participant_answers_from_its_own_seat_only()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _writer.Add(2, new ParticipantReady(7, 3, 0)));
        Assert.StartsWith("Participant 3 was to answer from slot 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_that_is_none_of_the_format_is_refused_by_name()
    {
        Assert.Contains("String", Assert.Throws<ArgumentException>(() => _writer.Add(1, "text")).Message, StringComparison.Ordinal);
        Assert.Contains("PrepareParticipant", Assert.Throws<ArgumentException>(() => _writer.Add(new PrepareParticipant(7))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Request_with_an_undefined_side_is_refused_and_the_next_frame_is_whole()
    {
        OrderRequest request = _random.Requests(1)[0];
        OrderRequest undefined = request with { Order = request.Order with { Side = (Side)2 } };
        Assert.Throws<ArgumentException>(() => _writer.Add(0, new TickActions(7, 1, 0, new ParticipantActions(new[] { request, undefined }, [], 2, default, []))));
        _writer.Add(new Ping(5));
        Assert.Equal([new SlotMessage(SlotMessage.NoSlot, new Ping(5))], WireFrames.Read(_writer.Finish(WireFrames.Header)).Messages);
    }

    [Fact]
    public void Frame_beyond_the_longest_body_is_refused_with_bytes_and_limit()
    {
        string text = new('x', PeerLimits.MaxFrameBytes / 2);
        _writer.Add(new DropParticipants(text));
        FrameTooLongException exception = Assert.Throws<FrameTooLongException>(() => _writer.Add(new DropParticipants(text)));
        Assert.InRange(exception.Bytes, PeerLimits.MaxFrameBytes + 1, PeerLimits.MaxFrameBytes + 100);
        Assert.Contains($"{exception.Bytes} bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{PeerLimits.MaxFrameBytes}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _writer.Count);
    }

    [Fact]
    public void Longest_frame_is_read_and_one_byte_more_is_refused()
    {
        _writer.Add(new DropParticipants(""));
        int around = _writer.Finish(WireFrames.Header).Length + 4; // The prefix of a long string takes four bytes more.
        _writer.Add(new DropParticipants(new string('x', PeerLimits.MaxFrameBytes - around)));
        byte[] longest = _writer.Finish(WireFrames.Header);
        Assert.Equal(PeerLimits.MaxFrameBytes, longest.Length);
        Assert.Single(WireFrames.Read(longest).Messages);
        _writer.Add(new DropParticipants(new string('x', PeerLimits.MaxFrameBytes - around + 1)));
        Assert.Equal(PeerLimits.MaxFrameBytes + 1, Assert.Throws<FrameTooLongException>(() => _writer.Finish(WireFrames.Header)).Bytes);
    }
}
