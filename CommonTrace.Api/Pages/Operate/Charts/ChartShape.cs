using System.Globalization;
using System.Text;

namespace CommonTrace.Api.Pages.Operate.Charts;

/// <summary>Turns values into SVG paths, in a plane of <see cref="Width"/> by <see cref="Height"/> whose lower edge is 0.</summary>
internal static class ChartShape
{
    public const int Width = 1000;
    public const int Height = 200;

    private static readonly double[] Tops = [2, 4, 6, 8, 10, 20];

    /// <summary>Where the axis ends: the next of 2, 4, 6, 8, 10, 20, 40, … so that its half is a whole number, too.</summary>
    public static double Top(double greatest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(greatest, 2))));
        return Tops.Select(step => step * power).First(top => top >= greatest);
    }

    /// <summary>A line through the middle of each step, broken at gaps; a value between two gaps is a dot.</summary>
    public static string Line(IReadOnlyList<double?> values, double top)
    {
        var path = new StringBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
            {
                continue;
            }

            var begins = i == 0 || values[i - 1] is null;
            Add(path, $"{(begins ? 'M' : 'L')}{Middle(i, values.Count):0.#} {Y(value, top):0.#}");
            if (begins && (i + 1 == values.Count || values[i + 1] is null))
            {
                path.Append("h0");
            }
        }

        return path.ToString();
    }

    /// <summary>A bar for each step, from the height of what stands below it; none where the value is 0 or there is a gap.</summary>
    public static string Bars(IReadOnlyList<double?> values, IReadOnlyList<double?>? below, double top)
    {
        var path = new StringBuilder();
        var step = (double)Width / values.Count;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is > 0 and var value)
            {
                var from = below?[i] ?? 0;
                Add(path, $"M{i * step + step * 0.1:0.#} {Y(from, top):0.#}V{Y(from + value, top):0.#}h{step * 0.8:0.#}V{Y(from, top):0.#}z");
            }
        }

        return path.ToString();
    }

    /// <summary>A full-height box for each run of steps of which nothing is known.</summary>
    public static string Gaps(IReadOnlyList<double?> values)
    {
        var path = new StringBuilder();
        var step = (double)Width / values.Count;
        for (var i = 0; i < values.Count; i++)
        {
            var from = i;
            while (i < values.Count && values[i] is null)
            {
                i++;
            }

            if (i > from)
            {
                Add(path, $"M{from * step:0.#} 0H{i * step:0.#}V{Height}H{from * step:0.#}z");
            }
        }

        return path.ToString();
    }

    private static double Middle(int index, int count) => (index + 0.5) * Width / count;

    private static double Y(double value, double top) => Height - value / top * Height;

    private static void Add(StringBuilder path, FormattableString segment) => path.Append(segment.ToString(CultureInfo.InvariantCulture));
}
