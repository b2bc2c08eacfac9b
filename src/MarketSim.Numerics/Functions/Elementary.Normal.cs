namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    private const double NormalCentreLimit = 0.65;
    private const double NormalTailEnd = 39;

    /// <summary>Probability that a standard normal variable stays below x. Error below 4 ulp, far into the lower tail too.</summary>
    public static double NormalCdf(double x)
    {
        double distance = Math.Abs(x);
        if (distance <= NormalCentreLimit)
        {
            return Math.FusedMultiplyAdd(x, NormalCentre(x * x), 0.5);
        }

        if (distance < NormalTailEnd)
        {
            double tail = NormalTail(distance);
            return x < 0 ? tail : 1 - tail;
        }

        return double.IsNaN(x) ? x : x < 0 ? 0 : 1;
    }

    private static double NormalTail(double distance)
    {
        double square = distance * distance;
        double squareLost = Math.FusedMultiplyAdd(distance, distance, -square);
        double factor = NormalTailFactor((distance - 4) / (distance + 4));
        return Exp(-0.5 * square, -0.5 * squareLost) * (factor / (distance + 1));
    }

    /// <summary>(NormalCdf(x) - 1/2) / x as a polynomial of x² (make_coefficients.py beside the tests).</summary>
    private static double NormalCentre(double square)
    {
        double c = Math.FusedMultiplyAdd(2.0690770970671442e-09, square, -4.106737686794913e-08);
        c = Math.FusedMultiplyAdd(c, square, 6.659018515565385e-07);
        c = Math.FusedMultiplyAdd(c, square, -9.44463953233107e-06);
        c = Math.FusedMultiplyAdd(c, square, 0.0001154346851769428);
        c = Math.FusedMultiplyAdd(c, square, -0.0011873282152804403);
        c = Math.FusedMultiplyAdd(c, square, 0.009973557010027596);
        c = Math.FusedMultiplyAdd(c, square, -0.06649038006690532);
        return Math.FusedMultiplyAdd(c, square, 0.3989422804014327);
    }

    /// <summary>NormalCdf(-t) (t + 1) / exp(-t² / 2) as a polynomial of w = (t - 4) / (t + 4), for t from 0.65 to 39.</summary>
    private static double NormalTailFactor(double w)
    {
        double c = Math.FusedMultiplyAdd(1.5622608440495068e-08, w, -6.649284113858806e-09);
        c = Math.FusedMultiplyAdd(c, w, -1.1183333929979592e-07);
        c = Math.FusedMultiplyAdd(c, w, -1.2178376013232444e-08);
        c = Math.FusedMultiplyAdd(c, w, 5.552392136080898e-07);
        c = Math.FusedMultiplyAdd(c, w, 4.125678755645203e-07);
        c = Math.FusedMultiplyAdd(c, w, -2.6156455702123473e-06);
        c = Math.FusedMultiplyAdd(c, w, -3.4351415860500912e-06);
        c = Math.FusedMultiplyAdd(c, w, 1.3628068004206057e-05);
        c = Math.FusedMultiplyAdd(c, w, 2.125071745188621e-05);
        c = Math.FusedMultiplyAdd(c, w, -8.785349086980113e-05);
        c = Math.FusedMultiplyAdd(c, w, -9.443034646120688e-05);
        c = Math.FusedMultiplyAdd(c, w, 0.0006948971513112275);
        c = Math.FusedMultiplyAdd(c, w, -0.00028562309062791336);
        c = Math.FusedMultiplyAdd(c, w, -0.005002378595079022);
        c = Math.FusedMultiplyAdd(c, w, 0.01793609747938128);
        c = Math.FusedMultiplyAdd(c, w, -0.032197837427910075);
        c = Math.FusedMultiplyAdd(c, w, 0.028600364053555132);
        c = Math.FusedMultiplyAdd(c, w, 0.013999634724422453);
        c = Math.FusedMultiplyAdd(c, w, -0.09670347732652582);
        return Math.FusedMultiplyAdd(c, w, 0.47205320650984467);
    }
}
