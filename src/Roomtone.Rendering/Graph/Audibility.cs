using System.Collections.Immutable;
using Roomtone.Session;

namespace Roomtone.Rendering;

/// <summary>Why a strip is not heard.</summary>
public enum Silence
{
    /// <summary>It is heard.</summary>
    None,

    /// <summary>Muted.</summary>
    Muted,

    /// <summary>A VCA that drives it is muted.</summary>
    MutedByVca,

    /// <summary>Others are soloed.</summary>
    NotSoloed,
}

/// <summary>Which strips are heard, from mutes, VCAs and the command's solos.</summary>
/// <remarks>
/// A solo lets through the strip itself, whatever feeds it, and the buses that it reaches on its way to the master;
/// <c>solo-safe</c> strips stay. A mute silences a strip's output and sends, pre-fader ones too.
/// </remarks>
internal static class Audibility
{
    /// <summary>Why each strip is not heard, by index.</summary>
    /// <param name="document">The session.</param>
    /// <param name="graph">Its routing, free of cycles.</param>
    /// <param name="solo">Ids of soloed strips.</param>
    public static Silence[] Of(SessionDocument document, RoutingGraph graph, ImmutableArray<string> solo)
    {
        var result = new Silence[graph.Strips.Count];
        bool[] soloed = Soloed(graph, solo);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = graph.Strips[i].Strip is { } strip
                ? strip.IsMuted ? Silence.Muted
                    : document.Vcas.Any(v => v.IsMuted && v.Members.Contains(strip.Id)) ? Silence.MutedByVca
                    : soloed[i] || strip.IsSoloSafe ? Silence.None : Silence.NotSoloed
                : Silence.None;
        }

        return result;
    }

    private static bool[] Soloed(RoutingGraph graph, ImmutableArray<string> solo)
    {
        bool[] heard = new bool[graph.Strips.Count];
        if (solo.IsDefaultOrEmpty)
        {
            Array.Fill(heard, true);
            return heard;
        }

        bool[] downstream = new bool[heard.Length], upstream = new bool[heard.Length];
        foreach (string id in solo)
        {
            int index = graph.IndexOf(id);
            if (index >= 0)
            {
                downstream[index] = upstream[index] = true;
            }
        }

        foreach (int index in graph.Order)
        {
            downstream[index] |= graph.Strips[index].Inputs.Any(c => downstream[c.Source]);
        }

        for (int i = graph.Order.Length - 1; i >= 0; i--)
        {
            int index = graph.Order[i];
            upstream[index] |= graph.Strips[index].Outputs.Any(c => upstream[c.Target]);
        }

        for (int i = 0; i < heard.Length; i++)
        {
            heard[i] = downstream[i] || upstream[i];
        }

        return heard;
    }
}
