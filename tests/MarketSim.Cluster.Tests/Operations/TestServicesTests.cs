namespace MarketSim.Cluster.Tests.Operations;

/// <summary>What <c>tests/run.sh</c> does with the machine that it runs on.</summary>
public sealed class TestServicesTests
{
    [Fact]
    public async Task Processes_of_a_run_are_ended_and_those_of_others_stay()
    {
        ShellResult result = await Shell.RunAsync(
            """
            source tests/services.sh
            folder=$(mktemp -d)
            MARKETSIM_TEST_SERVICES=$folder sleep 300 & own=$!
            (cd "$folder" && mkdir data && cd data && exec env -i sleep 300) & below=$!
            sleep 300 & other=$!
            # A process id that was given to somebody else since it was written down.
            echo "$other 1" >"$folder/stale.pid"
            until [ "$(processes_below "$folder" | wc -l)" -eq 2 ]; do sleep 0.1; done
            remove_services "$folder"
            for pid in $own $below $other; do kill -0 $pid 2>/dev/null && echo lives || echo ended; done
            [ -e "$folder" ] || echo removed
            kill $other
            """);

        Assert.Equal(["ended", "ended", "lives", "removed"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Machine_without_root_is_told_what_is_missing_and_how_to_get_it()
    {
        ShellResult result = await Shell.RunAsync(
            """
            source tests/services.sh
            missing_packages() { echo postgresql; echo iproute2; }
            apt-get() { :; }
            id() { echo 1000; }
            install_services
            """);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("missing: postgresql iproute2 (only root may install; run: sudo apt-get install --no-install-recommends postgresql iproute2)", result.Error, StringComparison.Ordinal);
        Assert.Contains("the tests against a real database and a real network cannot run without them", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_may_not_start_while_packages_are_installed_and_the_old_policy_comes_back()
    {
        ShellResult result = await Shell.RunAsync(
            """
            source tests/services.sh
            folder=$(mktemp -d)
            policy=$folder/policy-rc.d policy_kept=$folder/policy-rc.d.kept service_units=()
            id() { echo 0; }
            apt_install() { sh "$policy"; echo "$1 while starting is answered with $?"; }
            with_services_off apt_install first
            ls "$folder" | wc -l
            printf 'exit 7\n' >"$policy"
            before=$(stat --format '%i %y %a' "$policy")
            with_services_off apt_install second
            [ "$before" = "$(stat --format '%i %y %a' "$policy")" ] && cat "$policy"
            # A run that was killed in the middle of an installation.
            forbid_services
            restore_policy
            cat "$policy"
            ls "$folder"
            rm -r "$folder"
            """);

        Assert.Equal(
            ["first while starting is answered with 101", "0", "second while starting is answered with 101", "exit 7", "exit 7", "policy-rc.d"],
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
