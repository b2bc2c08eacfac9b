using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Portfolios;
using MarketSim.Market.Accounts;
using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.Strategies.Noise;

/// <summary>
/// Cancellations by queue position and age: an order with little quantity ahead is worth keeping, and an old one more so (Cont, Stoikov and
/// Talreja 2010, Operations Research 58, for rates by distance; Cont, Kukanov and Stoikov 2014, Journal of Financial Econometrics 12, for cancellations as
/// flow of the queue; Moallemi and Yuan 2017 for the value of queue position). An order is cancelled at a wake-up with probability
/// share (front + (1 - front) a / (a + q)) (settled + (1 - settled) exp(-age / settling)), where a is the quantity ahead and q its own.
/// </summary>
/// <param name="Front">Remaining share of the probability for an order that is first in its queue.</param>
/// <param name="SettlingSeconds">Time constant of the effect of age.</param>
/// <param name="Settled">Remaining share of the probability for an old order.</param>
internal sealed record QueueCancellation(double Front, double SettlingSeconds, double Settled)
{
    public static ParameterDefinition[] Parameters { get; } =
    [
        ParameterDefinition.Choice("cancellations", "Whether every open order has the probability cancelShare to be cancelled, or less of it at the front of its queue and with age.", "share", "queue") with { IsWrittenAtDefault = false },
        new("frontCancel", ParameterUnit.Fraction, 0.2, 0, 1, "For cancellations queue: what the front of the queue leaves of the probability; at its end all of it is left.") { IsWrittenAtDefault = false },
        new("settlingTime", ParameterUnit.Duration, 60e9, 1e3, 1e18, "For cancellations queue: time in which the probability falls with age by 63 % of the way.") { IsWrittenAtDefault = false },
        new("settledCancel", ParameterUnit.Fraction, 0.3, 0, 1, "For cancellations queue: what a great age leaves of the probability.") { IsWrittenAtDefault = false },
    ];

    /// <summary>The rule of a group's parameters; null when every order has the same probability.</summary>
    public static QueueCancellation? From(ParameterSet parameters) => parameters.Count("cancellations") == 0
        ? null
        : new QueueCancellation(
            parameters["frontCancel"], parameters["settlingTime"] / SimulatedTime.NanosecondsPerSecond, parameters["settledCancel"]);

    /// <summary>The remaining share of the probability.</summary>
    /// <param name="aheadShare">a / (a + q): 0 at the front, towards 1 far behind.</param>
    public double Factor(double aheadShare, double ageSeconds) =>
        (Front + ((1 - Front) * aheadShare)) * (Settled + ((1 - Settled) * Elementary.Exp(-ageSeconds / SettlingSeconds)));

    /// <summary>Cancels open orders at random.</summary>
    /// <param name="share">Probability before the effects of position and age.</param>
    public void CancelSome(Decision decision, QueuePlaces places, double share)
    {
        IReadOnlyList<OpenOrder> open = decision.Portfolio.OpenOrders;
        for (int i = 0; i < open.Count; i++)
        {
            OpenOrder order = open[i];
            (double ahead, double age) = places.Of(order, decision.Now);
            if (decision.Random.NextBoolean(Math.Min(1, share * Factor(ahead / (ahead + order.OpenQuantity.Lots), age))))
            {
                decision.Cancel(order.Id);
            }
        }
    }
}
