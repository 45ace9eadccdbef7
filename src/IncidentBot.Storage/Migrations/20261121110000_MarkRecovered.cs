using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentBot.Storage.Migrations
{
    /// <inheritdoc />
    public partial class MarkRecovered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "unknown_until",
                table: "talk_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "deleted_after",
                table: "talk_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "recovered_at",
                table: "talk_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "redacted_by",
                table: "talk_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "redacted_at",
                table: "talk_messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "early_deletions",
                columns: table => new
                {
                    message = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_early_deletions", x => x.message);
                });

            migrationBuilder.CreateTable(
                name: "redactions",
                columns: table => new
                {
                    message = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_redactions", x => x.message);
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    incident = table.Column<long>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    last_heard = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    due = table.Column<long>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    generation = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliations", x => x.incident);
                    table.ForeignKey(
                        name: "FK_reconciliations_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "early_deletions");

            migrationBuilder.DropTable(
                name: "redactions");

            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropColumn(
                name: "unknown_until",
                table: "talk_messages");

            migrationBuilder.DropColumn(
                name: "deleted_after",
                table: "talk_messages");

            migrationBuilder.DropColumn(
                name: "recovered_at",
                table: "talk_messages");

            migrationBuilder.DropColumn(
                name: "redacted_by",
                table: "talk_messages");

            migrationBuilder.DropColumn(
                name: "redacted_at",
                table: "talk_messages");
        }
    }
}
