using MarketSim.Cluster.Remoting;

namespace MarketSim.Cluster.Tests.Remoting;

public sealed class FrameAssemblerTests
{
    private readonly FrameAssembler<string> _assembler = new();

    [Fact]
    public void Pieces_of_two_senders_make_two_frames()
    {
        byte[] one = Frame(1);
        byte[] two = Frame(2);
        WireChunk[] ones = [.. Chunks.Of(one, 0, 1, 5)];
        WireChunk[] twos = [.. Chunks.Of(two, 0, 2, 5)];

        Assert.Null(_assembler.Add("x", ones[0]));
        Assert.Null(_assembler.Add("y", twos[0]));
        Assert.Null(_assembler.Add("x", ones[1]));
        Assert.Null(_assembler.Add("y", twos[1]));
        Assert.Equal(one, _assembler.Add("x", ones[2])!.Value.ToArray());
        Assert.Equal(two, _assembler.Add("y", twos[2])!.Value.ToArray());
        Assert.Equal(0, _assembler.Dropped);
    }

    [Fact]
    public void A_frame_with_a_lost_piece_is_dropped_and_the_next_one_arrives()
    {
        WireChunk[] first = [.. Chunks.Of(Frame(1), 0, 1, 1)];
        WireChunk[] second = [.. Chunks.Of(Frame(2), 0, 1, 2)];

        _assembler.Add("x", first[0]);
        Assert.Null(_assembler.Add("x", first[2]));
        Assert.Equal(1, _assembler.Dropped);
        _assembler.Add("x", second[0]);
        _assembler.Add("x", second[1]);
        Assert.Equal(Frame(2), _assembler.Add("x", second[2])!.Value.ToArray());
    }

    [Fact]
    public void The_next_frame_of_a_sender_drops_what_is_incomplete()
    {
        WireChunk[] first = [.. Chunks.Of(Frame(1), 0, 1, 1)];
        WireChunk[] second = [.. Chunks.Of(Frame(2), 0, 1, 2)];

        _assembler.Add("x", first[0]);
        _assembler.Add("x", second[0]);
        Assert.Equal(1, _assembler.Dropped);
        Assert.Null(_assembler.Add("x", first[1]));
        Assert.Equal(2, _assembler.Dropped);
    }

    [Fact]
    public void Pieces_of_two_lives_of_a_sender_make_no_frame()
    {
        WireChunk[] before = [.. Chunks.Of(Frame(1), 0, 1, 1)];
        WireChunk[] after = [.. Chunks.Of(Frame(1), 0, 2, 1)];

        _assembler.Add("x", before[0]);
        _assembler.Add("x", before[1]);
        Assert.Null(_assembler.Add("x", after[2]));
        Assert.Equal(1, _assembler.Dropped);
    }

    [Fact]
    public void A_piece_without_a_beginning_is_ignored()
    {
        WireChunk[] chunks = [.. Chunks.Of(Frame(1), 0, 1, 1)];

        Assert.Null(_assembler.Add("x", chunks[1]));
        Assert.Equal(0, _assembler.Dropped);
    }

    [Fact]
    public void Pieces_cover_a_frame_without_gap()
    {
        WireChunk[] chunks = [.. Chunks.Of(Frame(3), 7, 8, 9)];

        Assert.Equal([0, Chunks.Size, 2 * Chunks.Size], chunks.Select(chunk => chunk.Offset));
        Assert.Equal([Chunks.Size, Chunks.Size, 100], chunks.Select(chunk => chunk.Bytes.Length));
        Assert.All(chunks, chunk => Assert.Null(Chunks.FaultOf(chunk)));
    }

    private static byte[] Frame(byte seed)
    {
        byte[] frame = new byte[(2 * Chunks.Size) + 100];
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = (byte)((i * 7) + seed + (i >> 9));
        }

        return frame;
    }
}
