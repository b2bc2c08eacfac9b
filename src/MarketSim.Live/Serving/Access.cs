using System.Net;
using System.Security.Cryptography;
using System.Text;
using MarketSim.Live.Configuration;
using Microsoft.AspNetCore.Http;

namespace MarketSim.Live.Serving;

/// <summary>
/// The rules of access. On loopback every user of this machine may see and control, but no foreign web page: a request must name a loopback host (a name that
/// was bound to this address elsewhere does not), and one that changes anything must carry a header that other pages cannot send. With a token, only its
/// holders.
/// </summary>
internal sealed class Access(LiveOptions options)
{
    private const string Cookie = "marketsim";
    private const string ControlHeader = "X-MarketSim";
    private const string BearerPrefix = "Bearer ";

    /// <returns>The status code to refuse with, and why; null for a request that is allowed.</returns>
    public (int Status, string Message)? Refusal(HttpRequest request)
    {
        if (options.Address.IsLoopback && !IsLoopbackHost(request.Host.Host))
        {
            return (StatusCodes.Status403Forbidden, "This page answers to 127.0.0.1, [::1] and localhost only.");
        }

        if (options.Token is not null && !Knows(request))
        {
            return (StatusCodes.Status401Unauthorized, "The token is missing or wrong; open the address that the command printed.");
        }

        return HttpMethods.IsPost(request.Method) && request.Headers[ControlHeader] != "1"
            ? (StatusCodes.Status403Forbidden, $"A request that changes something needs the header {ControlHeader}: 1.")
            : null;
    }

    /// <summary>Keeps the token of an address in a cookie, so that it leaves the address line.</summary>
    /// <returns>True to redirect the browser to the address without the token.</returns>
    public bool TakesToken(HttpContext context)
    {
        if (options.Token is null || !context.Request.Query.ContainsKey("token"))
        {
            return false;
        }

        context.Response.Cookies.Append(Cookie, options.Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = options.Certificate is not null });
        return true;
    }

    private static bool IsLoopbackHost(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private bool Knows(HttpRequest request)
    {
        string? bearer = request.Headers.Authorization.ToString() is { } header && header.StartsWith(BearerPrefix, StringComparison.Ordinal) ? header[BearerPrefix.Length..] : null;
        return IsToken(request.Query["token"]) || IsToken(request.Cookies[Cookie]) || IsToken(bearer);
    }

    private bool IsToken(string? text) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(options.Token!));
}
