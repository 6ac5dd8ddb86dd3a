using System.Runtime.Intrinsics;

namespace Roomtone.Media;

/// <summary>Keeps NaN and ±∞ out of the engine and out of files.</summary>
internal static class Finite
{
    /// <summary>Replaces what is not finite by 0.</summary>
    /// <param name="values">The values.</param>
    /// <param name="first">Index of the first one replaced; −1 where none was.</param>
    /// <returns>How many were replaced.</returns>
    internal static int Enforce(Span<float> values, out int first)
    {
        first = -1;
        int i = 0;
        Vector512<float> highest = Vector512.Create(float.MaxValue);
        for (; i + 16 <= values.Length; i += 16)
        {
            if (!Vector512.LessThanOrEqualAll(Vector512.Abs(Vector512.Create(values.Slice(i, 16))), highest))
            {
                return EnforceOneByOne(values, i, ref first);
            }
        }

        return EnforceOneByOne(values, i, ref first);
    }

    private static int EnforceOneByOne(Span<float> values, int start, ref int first)
    {
        int replaced = 0;
        for (int i = start; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                first = replaced == 0 ? i : first;
                values[i] = 0;
                replaced++;
            }
        }

        return replaced;
    }
}
