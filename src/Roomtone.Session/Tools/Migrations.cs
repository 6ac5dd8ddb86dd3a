using System.Collections.Immutable;
using System.Globalization;

namespace Roomtone.Session;

/// <summary>One step of the format: version n to n + 1, on the tree, so that comments and order survive.</summary>
/// <param name="From">The version that it reads.</param>
/// <param name="Apply">The new tree; the first line is rewritten by <see cref="Migrations"/>.</param>
public sealed record Migration(int From, Func<SyntaxTree, SyntaxTree> Apply);

/// <summary>Brings older sessions to the current version of the format, step by step.</summary>
/// <param name="steps">One step per version, from 1 on.</param>
public sealed class Migrations(ImmutableArray<Migration> steps)
{
    /// <summary>The steps of this program: version 1 is the first, so there are none yet.</summary>
    public static Migrations Standard { get; } = new([]);

    /// <summary>The version that the steps lead to.</summary>
    public int Current => steps.Length + 1;

    /// <summary>The tree in the current version; as it is where it is current, newer or has no version.</summary>
    /// <param name="tree">Any version.</param>
    public SyntaxTree Upgrade(SyntaxTree tree)
    {
        while (tree.Schema is { } version && version >= 1 && version < Current)
        {
            Migration step = steps.First(s => s.From == version);
            tree = WithVersion(step.Apply(tree), version + 1);
        }

        return tree;
    }

    private static SyntaxTree WithVersion(SyntaxTree tree, int version)
    {
        Statement first = tree.Statements[0];
        Token number = first.Tokens[1];
        ReadOnlySpan<char> line = first.LineText;
        string changed = string.Concat(line[..number.Start], version.ToString(CultureInfo.InvariantCulture), line[number.End..]);
        return tree.WithStatements(tree.Statements.SetItem(0, first.WithLine(changed)));
    }
}
