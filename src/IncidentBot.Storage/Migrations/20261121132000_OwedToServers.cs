using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentBot.Storage.Migrations
{
    /// <summary>The agenda's rows may belong to a server as well as to an incident. SQLite cannot take a column's NOT NULL away, so the table is made anew; nothing refers to it.</summary>
    /// <inheritdoc />
    public partial class OwedToServers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agenda_new",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    incident = table.Column<long>(type: "INTEGER", nullable: true),
                    server = table.Column<long>(type: "INTEGER", nullable: true),
                    lane = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    once_key = table.Column<string>(type: "TEXT", nullable: true),
                    order_key = table.Column<string>(type: "TEXT", nullable: true),
                    is_urgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    due = table.Column<long>(type: "INTEGER", nullable: false),
                    data = table.Column<string>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agenda", x => x.id);
                    table.CheckConstraint("CK_agenda_to", "(incident IS NULL) <> (server IS NULL)");
                    table.ForeignKey(
                        name: "FK_agenda_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql("INSERT INTO agenda_new (id, incident, kind, once_key, order_key, is_urgent, due, data, attempts, failures, taken_at, leased_until, last_error, state, created_at, finished_at, lane) SELECT id, incident, kind, once_key, order_key, is_urgent, due, data, attempts, failures, taken_at, leased_until, last_error, state, created_at, finished_at, incident FROM agenda");

            // Ids go on where they were, also after the last one was forgotten.
            migrationBuilder.Sql("DELETE FROM sqlite_sequence WHERE name = 'agenda_new'");
            migrationBuilder.Sql("INSERT INTO sqlite_sequence (name, seq) SELECT 'agenda_new', seq FROM sqlite_sequence WHERE name = 'agenda'");

            migrationBuilder.DropTable(
                name: "agenda");

            migrationBuilder.RenameTable(
                name: "agenda_new",
                newName: "agenda");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_incident",
                table: "agenda",
                column: "incident");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_lane_state_due",
                table: "agenda",
                columns: new[] { "lane", "state", "due" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_server",
                table: "agenda",
                column: "server");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_due",
                table: "agenda",
                columns: new[] { "state", "due" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_finished_at",
                table: "agenda",
                columns: new[] { "state", "finished_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // An earlier version knows nothing that is owed to a server.
            migrationBuilder.CreateTable(
                name: "agenda_new",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    incident = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    once_key = table.Column<string>(type: "TEXT", nullable: true),
                    order_key = table.Column<string>(type: "TEXT", nullable: true),
                    is_urgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    due = table.Column<long>(type: "INTEGER", nullable: false),
                    data = table.Column<string>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agenda", x => x.id);
                    table.ForeignKey(
                        name: "FK_agenda_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql("INSERT INTO agenda_new (id, incident, kind, once_key, order_key, is_urgent, due, data, attempts, failures, taken_at, leased_until, last_error, state, created_at, finished_at) SELECT id, incident, kind, once_key, order_key, is_urgent, due, data, attempts, failures, taken_at, leased_until, last_error, state, created_at, finished_at FROM agenda WHERE incident IS NOT NULL");

            // Ids go on where they were, also after the last one was forgotten.
            migrationBuilder.Sql("DELETE FROM sqlite_sequence WHERE name = 'agenda_new'");
            migrationBuilder.Sql("INSERT INTO sqlite_sequence (name, seq) SELECT 'agenda_new', seq FROM sqlite_sequence WHERE name = 'agenda'");

            migrationBuilder.DropTable(
                name: "agenda");

            migrationBuilder.RenameTable(
                name: "agenda_new",
                newName: "agenda");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_incident_state_due",
                table: "agenda",
                columns: new[] { "incident", "state", "due" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_due",
                table: "agenda",
                columns: new[] { "state", "due" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_finished_at",
                table: "agenda",
                columns: new[] { "state", "finished_at" });
        }
    }
}
