namespace MarketSim.Actors.Mailboxes;

/// <summary>
/// Chains of segments: tellers append to one chain under the gate, the activation detaches the whole chain at once and
/// empties it without any synchronisation. Emptied segments are used again, so that a steady state allocates nothing.
/// </summary>
internal sealed class UnboundedMailbox : Mailbox
{
    private const int SmallestCapacity = 4;
    private const int GrowthFactor = 4;

    // One is being emptied and one filled; when an activation begins with a single message, a third is begun.
    private const int MostSpares = 2;

    private Segment? _firstWritten;
    private Segment? _lastWritten;
    private Segment? _spares;
    private int _spareCount;
    private Segment? _reading;
    private int _readCount;
    private int _nextCapacity = SmallestCapacity;

    // Both wrap around; only their difference counts. The first is written under the gate, the second by the activation.
    private int _added;
    private int _taken;

    public override bool IsEmpty =>
        _firstWritten is null && (_reading is null || (_readCount == _reading.Count && _reading.Next is null)) && FrontIsEmpty;

    public override int Count => unchecked(_added - Volatile.Read(ref _taken)) + FrontCount;

    public override DroppedMessage? Add(object message, ActorRef? sender)
    {
        Segment? segment = _lastWritten;
        if (segment is null || segment.Count == segment.Items.Length)
        {
            segment = AppendSegment();
        }

        segment.Items[segment.Count++] = new Envelope(message, sender);
        _added++;
        return null;
    }

    public override void AddRegardlessOfCapacity(object message, ActorRef? sender) => Add(message, sender);

    public override void HandOver() => RefillFromQueue();

    protected override bool RefillFromQueue()
    {
        if (_reading is { } read)
        {
            if (_readCount < read.Count || read.Next is not null)
            {
                return true;
            }

            _reading = null;
            Recycle(read);
        }

        if (_firstWritten is null)
        {
            return false;
        }

        _reading = _firstWritten;
        _readCount = 0;
        _firstWritten = _lastWritten = null;
        return true;
    }

    protected override bool TryTakeNext(out Envelope envelope)
    {
        Segment? segment = _reading;
        if (segment is not null && (_readCount < segment.Count || TryAdvance(ref segment)))
        {
            ref Envelope item = ref segment.Items[_readCount++];
            envelope = item;
            item = default;
            _taken++;
            return true;
        }

        envelope = default;
        return false;
    }

    private bool TryAdvance(ref Segment segment)
    {
        if (segment.Next is not { } next)
        {
            return false;
        }

        if (segment.Capacity == SegmentPool.SegmentCapacity)
        {
            SegmentPool.Return(segment);
        }

        _reading = segment = next;
        _readCount = 0;
        return true;
    }

    private Segment AppendSegment()
    {
        Segment segment = TakeSpare() ?? Allocate();
        if (_lastWritten is { } last)
        {
            last.Next = segment;
        }
        else
        {
            _firstWritten = segment;
        }

        _lastWritten = segment;
        return segment;
    }

    private Segment? TakeSpare()
    {
        if (_spares is { } spare)
        {
            _spares = spare.Next;
            _spareCount--;
            spare.Next = null;
            return spare;
        }

        return null;
    }

    private Segment Allocate()
    {
        // A second segment in one chain means that the first was too small.
        if (_lastWritten is { } tooSmall && tooSmall.Capacity >= _nextCapacity)
        {
            _nextCapacity = Math.Min(tooSmall.Capacity * GrowthFactor, SegmentPool.SegmentCapacity);
        }

        return _nextCapacity == SegmentPool.SegmentCapacity ? SegmentPool.Rent() : new Segment(_nextCapacity);
    }

    private void Recycle(Segment segment)
    {
        if (segment.Capacity == SegmentPool.SegmentCapacity)
        {
            SegmentPool.Return(segment);
        }
        else if (segment.Capacity >= _nextCapacity && _spareCount < MostSpares)
        {
            segment.Count = 0;
            segment.Next = _spares;
            _spares = segment;
            _spareCount++;
        }
    }
}
