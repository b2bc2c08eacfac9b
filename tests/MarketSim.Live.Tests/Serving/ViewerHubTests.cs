using MarketSim.Live.Serving;

namespace MarketSim.Live.Tests.Serving;

public sealed class ViewerHubTests
{
    [Fact]
    public void Viewer_that_does_not_read_loses_the_oldest_frames_and_needs_a_whole_page()
    {
        var hub = new ViewerHub();
        Viewer slow = hub.Add(maximum: 2)!;
        Viewer quick = hub.Add(maximum: 2)!;
        Assert.True(slow.TakeNeedsWhole());
        Assert.True(quick.TakeNeedsWhole());
        for (byte number = 0; number < 10; number++)
        {
            hub.Publish([number]);
            Assert.True(quick.Frames.TryRead(out byte[]? frame));
            Assert.Equal(number, frame[0]);
        }

        Assert.Equal((6, 0, 6), (slow.Lost, quick.Lost, hub.Lost));
        Assert.True(slow.TakeNeedsWhole());
        Assert.False(quick.TakeNeedsWhole());
        Assert.True(slow.Frames.TryRead(out byte[]? oldest));
        Assert.Equal(6, oldest[0]);
    }

    [Fact]
    public void Viewers_are_limited_and_leave_room_when_they_go()
    {
        var hub = new ViewerHub();
        Viewer first = hub.Add(maximum: 1)!;
        Assert.Null(hub.Add(maximum: 1));

        hub.Remove(first);

        Assert.NotNull(hub.Add(maximum: 1));
    }
}
