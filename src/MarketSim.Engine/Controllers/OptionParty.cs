using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Controllers;

/// <summary>The agents that get one choice together: one agent, or those of a group that reported at the same tick.</summary>
/// <param name="Account">Of the agent, or the first of the group; the choices are remembered under it.</param>
/// <param name="Observation">Of the agent, or the mean.</param>
/// <param name="Reward">Of the agent, or the mean.</param>
/// <param name="Duration">Decisions of the option; the longest of the group's.</param>
/// <param name="End">How the episode ended; null while it goes on.</param>
internal sealed record OptionParty(int Account, IReadOnlyList<AccountId> Members, float[] Observation, double Reward, int Duration, TrajectoryEnd? End)
{
    /// <param name="reports">In order of accounts.</param>
    public static IReadOnlyList<OptionParty> Of(IReadOnlyList<AgentOptionReport> reports, OptionLead lead, Population population) => lead == OptionLead.Each
        ? [.. reports.Select(report => new OptionParty(
            report.Account.Value, [report.Account], report.Report.Observation, report.Report.Reward, report.Report.Duration, report.Report.End))]
        : [.. reports.GroupBy(report => population.GroupOf(report.Account).FirstAccount).Select(group => Mean(group.Key, [.. group]))];

    private static OptionParty Mean(int account, AgentOptionReport[] reports)
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
