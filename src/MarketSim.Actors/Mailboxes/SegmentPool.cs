namespace MarketSim.Actors.Mailboxes;

/// <summary>Large segments, shared by all mailboxes, so that a burst leaves its memory to the next one.</summary>
internal static class SegmentPool
{
    public const int SegmentCapacity = 512;

    // 1,024 segments of 8 KB: what a burst of half a million messages leaves behind.
    private const int MaximumPooled = 1024;

    private static readonly Lock Gate = new();
    private static Segment? s_top;
    private static int s_count;

    public static Segment Rent()
    {
        lock (Gate)
        {
            if (s_top is { } segment)
            {
                s_top = segment.Next;
                s_count--;
                segment.Next = null;
                return segment;
            }
        }

        return new Segment(SegmentCapacity);
    }

    public static void Return(Segment segment)
    {
        segment.Count = 0;
        lock (Gate)
        {
            if (s_count < MaximumPooled)
            {
                segment.Next = s_top;
                s_top = segment;
                s_count++;
            }
        }
    }
}
