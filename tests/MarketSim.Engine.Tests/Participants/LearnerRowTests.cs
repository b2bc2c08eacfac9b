using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Participants;

namespace MarketSim.Engine.Tests.Participants;

public sealed class LearnerRowTests
{
    private static readonly PolicyVersion Version = new(3, 4);

    [Fact]
    public void Rows_of_one_tick_and_learner_have_one_order_however_they_arrive()
    {
        LearnerRow[] ordered =
        [
            new(7, 1, new PolicyVersion(2, 4), [("z", 9)], string.Empty),
            new(7, 1, Version, [("choice", 1)], string.Empty),
            new(7, 1, Version, [("choice", 2)], string.Empty),
            new(7, 1, Version, [("choice", 2), ("loss", 1)], string.Empty),
            new(7, 1, Version, [("choice", 2), ("loss", 1)], "a note"),
            new(7, 1, Version, [("weights_version", 1)], string.Empty),
            new(7, 2, Version, [], string.Empty),
            new(8, 0, Version, [], string.Empty),
        ];

        for (int rotation = 0; rotation < ordered.Length; rotation++)
        {
            List<LearnerRow> arrived = [.. ordered[rotation..].Reverse(), .. ordered[..rotation]];
            arrived.Sort();
            Assert.Equal(ordered, arrived);
        }
    }
}
