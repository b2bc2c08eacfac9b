using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Tests.Mailboxes;

public sealed class UnboundedMailboxTests
{
    [Fact]
    public void Random_bursts_come_out_in_order_whatever_their_size()
    {
        UnboundedMailbox mailbox = new();
        Queue<object> expected = new();
        Random chance = new(20260101);
        int next = 0;
        for (int round = 0; round < 2000; round++)
        {
            int added = chance.Next(10) == 0 ? chance.Next(3000) : chance.Next(12);
            for (int i = 0; i < added; i++)
            {
                object message = next++;
                expected.Enqueue(message);
                Assert.Null(mailbox.Add(message, sender: null));
            }

            int taken = chance.Next(4) == 0 ? int.MaxValue : chance.Next(20);
            for (int i = 0; i < taken && (mailbox.TryTake(out Envelope envelope) || (mailbox.Refill() && mailbox.TryTake(out envelope))); i++)
            {
                Assert.Same(expected.Dequeue(), envelope.Message);
            }

            Assert.Equal(expected.Count == 0, mailbox.IsEmpty);
            Assert.Equal(expected.Count, mailbox.Count);
        }

        Assert.True(next > 100_000);
    }

    [Fact]
    public void Messages_put_in_front_come_before_those_that_wait_and_in_their_order()
    {
        UnboundedMailbox mailbox = new();
        mailbox.Add("waits", sender: null);
        mailbox.PutInFront([new Envelope("b", sender: null), new Envelope("c", sender: null)]);
        mailbox.PutInFront([new Envelope("a", sender: null)]);

        List<object> taken = [];
        while (mailbox.Refill() && mailbox.TryTake(out Envelope envelope))
        {
            taken.Add(envelope.Message);
        }

        Assert.Equal(["a", "b", "c", "waits"], taken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Steady_depth_allocates_nothing(int depth)
    {
        UnboundedMailbox mailbox = new();
        object message = new();
        Exchange(mailbox, message, depth, rounds: 20);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(mailbox, message, depth, rounds: 200);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Exchange(UnboundedMailbox mailbox, object message, int depth, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < depth; i++)
            {
                mailbox.Add(message, sender: null);
            }

            while (mailbox.Refill() && mailbox.TryTake(out _))
            {
            }
        }
    }
}
