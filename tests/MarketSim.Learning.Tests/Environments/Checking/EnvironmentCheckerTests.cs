using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Wrappers;

namespace MarketSim.Learning.Tests.Environments.Checking;

public sealed class EnvironmentCheckerTests
{
    public static TheoryData<EnvironmentFaultKind> Kinds => new(Enum.GetValues<EnvironmentFaultKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_fault_is_named(EnvironmentFaultKind kind)
    {
        var shared = new FaultyEnvironment(null);
        IReadOnlyList<EnvironmentFault> faults = EnvironmentChecker.Check(() => kind == EnvironmentFaultKind.InstanceShared ? shared : new FaultyEnvironment(kind));

        Assert.Contains(faults, fault => fault.Kind == kind);
    }

    [Fact]
    public void Environment_without_a_fault_passes() => Assert.Empty(EnvironmentChecker.Check(() => new FaultyEnvironment(null)));

    [Theory]
    [InlineData(EnvironmentFaultKind.ObservationNotANumber, "element 1")]
    [InlineData(EnvironmentFaultKind.ObservationOutsideSpace, "element 0 must be within [-21, 21]")]
    [InlineData(EnvironmentFaultKind.RewardNotFinite, "step 3")]
    [InlineData(EnvironmentFaultKind.TimeLimitTerminates, "after 30 steps")]
    [InlineData(EnvironmentFaultKind.Throws, "Step 5 of seed ")]
    [InlineData(EnvironmentFaultKind.Throws, ": NotSupportedException: five is enough")]
    [InlineData(EnvironmentFaultKind.SaveWritesNothing, "after 15 steps of seed ")]
    public void Message_says_where_and_what(EnvironmentFaultKind kind, string text)
    {
        EnvironmentFault fault = EnvironmentChecker.Check(() => new FaultyEnvironment(kind)).Single(fault => fault.Kind == kind);

        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_environment_is_said() =>
        Assert.Contains("gave null", Assert.Single(EnvironmentChecker.Check(() => null!)).Message, StringComparison.Ordinal);

    [Fact]
    public void Instance_that_is_shared_is_the_only_fault()
    {
        var shared = new FaultyEnvironment(null);
        Assert.Equal(EnvironmentFaultKind.InstanceShared, Assert.Single(EnvironmentChecker.Check(() => shared)).Kind);
    }

    [Fact]
    public void Faults_that_are_not_there_are_not_named()
    {
        IReadOnlyList<EnvironmentFault> faults = EnvironmentChecker.Check(() => new FaultyEnvironment(EnvironmentFaultKind.RewardNotFinite));

        Assert.Single(faults);
    }

    [Fact]
    public void Classic_environments_and_wrappers_pass()
    {
        Func<IEnvironment>[] environments =
        [
            CartPole.Version1,
            CartPole.WithoutVelocities,
            Pendulum.Version1,
            () => new EpisodeMonitor(CartPole.Version1()),
            () => new ActionRescale(Pendulum.Version1()),
        ];

        Assert.All(environments, create => Assert.Empty(EnvironmentChecker.Check(create)));
    }
}
