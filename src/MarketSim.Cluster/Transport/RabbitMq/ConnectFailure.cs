using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>Turns what the client library throws while connecting into one message that says why and what to do.</summary>
internal static class ConnectFailure
{
    private const ushort AccessRefused = 403;
    private const ushort ResourceLocked = 405;
    private const ushort NotAllowed = 530;

    public static TransportException Explain(Exception failure, RabbitMqOptions options, string inbox)
    {
        foreach (Exception cause in Causes(failure))
        {
            if (Known(cause, options, inbox) is { } explained)
                return explained;
        }

        Exception root = failure.GetBaseException();
        return new TransportException($"RabbitMQ at {options} could not be reached: {root.Message}", isPermanent: false, failure);
    }

    private static TransportException? Known(Exception cause, RabbitMqOptions options, string inbox) => cause switch
    {
        TransportException transport => transport,
        AuthenticationFailureException or PossibleAuthenticationFailureException => Permanent(
            $"RabbitMQ at {options} refuses user '{options.UserName}': wrong password, or no such user; check both, or set the password on the broker with rabbitmqctl change_password {options.UserName}", cause),
        OperationInterruptedException { ShutdownReason: { } reason } => Refusal(reason.ReplyCode, reason.ReplyText, options, inbox, cause),
        AuthenticationException => Permanent(
            $"RabbitMQ at {options}: no TLS connection came about ({cause.Message}); check the server's name, the file of the authority and the client's certificate", cause),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => Passing(
            $"RabbitMQ at {options}: nothing listens on port {options.Port} of {options.Host}; is the broker running, and is this its port?", cause),
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => Passing(
            $"RabbitMQ at {options} broke the connection off at its beginning ({cause.Message}); is the broker just stopping, or is this its port for TLS, which is addressed by amqps://?", cause),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => Passing(
            $"RabbitMQ at {options}: the name {options.Host} is unknown; check it, or the name service", cause),
        OperationCanceledException or TimeoutException => Passing(
            $"RabbitMQ at {options} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s; check host, port and firewall, and that a TLS port is addressed by amqps://", cause),
        _ => null,
    };

    private static TransportException? Refusal(ushort code, string text, RabbitMqOptions options, string inbox, Exception cause) => code switch
    {
        NotAllowed when text.Contains("not found", StringComparison.Ordinal) => Permanent(
            $"RabbitMQ at {options} has no virtual host '{options.VirtualHost}'; check the name, or create it on the broker with rabbitmqctl add_vhost {options.VirtualHost}", cause),
        NotAllowed => Permanent(
            $"RabbitMQ at {options} does not let user '{options.UserName}' into virtual host '{options.VirtualHost}' ({text}); grant it on the broker with rabbitmqctl set_permissions -p {options.VirtualHost} {options.UserName} …", cause),
        AccessRefused => Permanent(
            $"RabbitMQ at {options}: user '{options.UserName}' may not open the inbox '{inbox}' ({text}); grant configure, write and read on it with rabbitmqctl set_permissions", cause),
        ResourceLocked => Permanent($"RabbitMQ at {options}: inbox '{inbox}' is taken by another connection; connect under a name nobody else uses", cause),
        _ => null,
    };

    private static TransportException Permanent(string message, Exception cause) => new(message, isPermanent: true, cause);

    private static TransportException Passing(string message, Exception cause) => new(message, isPermanent: false, cause);

    /// <summary>The failure and all that are inside it, outermost first.</summary>
    private static IEnumerable<Exception> Causes(Exception failure)
    {
        yield return failure;
        IEnumerable<Exception> inner = failure is AggregateException several ? several.InnerExceptions : failure.InnerException is { } one ? [one] : [];
        foreach (Exception cause in inner.SelectMany(Causes))
            yield return cause;
    }
}
