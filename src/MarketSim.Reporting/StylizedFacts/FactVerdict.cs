namespace MarketSim.Reporting.StylizedFacts;

internal enum FactVerdict
{
    Met,
    Missed,
    NotEnoughData,
}
