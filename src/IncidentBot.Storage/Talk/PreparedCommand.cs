namespace IncidentBot.Storage.Talk;

/// <summary>
/// A statement that the engine compiles once, on first use. It runs in whatever transaction its connection is in. Used by one commit at a time, as the connection is.
/// What fails is thrown as ADO.NET throws it.
/// </summary>
/// <remarks>
/// Its SQL is what both engines understand, but for the parameters: ?1, ?2, … are whole numbers, ?3t is a text and ?4b a whole number that goes into a boolean column
/// (0 is false). The commands are not asynchronous: SQLite's never are, and PostgreSQL's hold one thread for the moments that they take.
/// </remarks>
internal abstract class PreparedCommand : IDisposable
{
    /// <summary>How many rows were changed.</summary>
    public abstract int Run(params ReadOnlySpan<SqlValue> values);

    /// <summary>The first column of the first row; null when there is none.</summary>
    public long? Scalar(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Read(values);
        return rows.Read() && !rows.IsNull(0) ? rows.Whole(0) : null;
    }

    /// <summary>Begins to run it; the rows must be disposed before it is run again.</summary>
    public Rows Read(params ReadOnlySpan<SqlValue> values)
    {
        Begin(values);
        return new Rows(this);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected abstract void Begin(ReadOnlySpan<SqlValue> values);

    /// <returns>False: there are no more rows.</returns>
    protected abstract bool Step();

    protected abstract bool IsNull(int column);

    protected abstract long Whole(int column);

    protected abstract string Text(int column);

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    protected abstract void End();

    /// <summary>What a statement returns, row by row. Ends the statement's run when disposed.</summary>
    public readonly ref struct Rows(PreparedCommand command)
    {
        /// <returns>False: there are no more.</returns>
        public bool Read() => command.Step();

        public bool IsNull(int column) => command.IsNull(column);

        public long Whole(int column) => command.Whole(column);

        public long? WholeOrNull(int column) => IsNull(column) ? null : Whole(column);

        public string Text(int column) => command.Text(column);

        public void Dispose() => command.End();
    }
}
