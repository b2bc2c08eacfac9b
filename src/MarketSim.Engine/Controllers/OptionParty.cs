using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Controllers;

/// <summary>The agents that a controller makes one choice for: one agent, or those of a group that reported at the same tick.</summary>
/// <param name="Account">Account of the agent, or the first of its group: the key of the controller's record.</param>
/// <param name="Members">Accounts of the agents that reported, in order.</param>
/// <param name="Observation">The agent's, or the group's mean.</param>
/// <param name="Reward">The agent's, or the group's mean.</param>
/// <param name="Duration">Decisions of the option; of a group the maximum.</param>
/// <param name="End">End of the episode; null while it continues.</param>
internal sealed record OptionParty(int Account, IReadOnlyList<AccountId> Members, float[] Observation, double Reward, int Duration, TrajectoryEnd? End)
{
    /// <param name="reports">In order of accounts.</param>
    public static IReadOnlyList<OptionParty> Of(IReadOnlyList<AgentOptionReport> reports, OptionLead lead, Population population) => lead == OptionLead.Each
        ? [.. reports.Select(OfAgent)]
        : [.. reports.GroupBy(report => population.GroupOf(report.Account).FirstAccount).Select(group => OfGroup(group.Key, [.. group]))];

    private static OptionParty OfAgent(AgentOptionReport report) => new(
        report.Account.Value, [report.Account], report.Report.Observation, report.Report.Reward, report.Report.Duration, report.Report.End);

    private static OptionParty OfGroup(int account, AgentOptionReport[] reports)
    {
        float[] mean = new float[reports[0].Report.Observation.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            double sum = 0;
            foreach (AgentOptionReport report in reports)
            {
                sum += report.Report.Observation[i];
            }

            mean[i] = (float)(sum / reports.Length);
        }

        return new OptionParty(
            account,
            [.. reports.Select(report => report.Account)],
            mean,
            reports.Average(report => report.Report.Reward),
            reports.Max(report => report.Report.Duration),
            reports[0].Report.End);
    }
}
