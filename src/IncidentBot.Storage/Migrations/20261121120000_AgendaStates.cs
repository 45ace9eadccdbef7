using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentBot.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AgendaStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "failures",
                table: "agenda",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "is_urgent",
                table: "agenda",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "order_key",
                table: "agenda",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "taken_at",
                table: "agenda",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_finished_at",
                table: "agenda",
                columns: new[] { "state", "finished_at" });

            // What waits already keeps its order, and a page its haste. Marks had no order of their own before; each message's are few.
            migrationBuilder.Sql("UPDATE agenda SET is_urgent = 1 WHERE kind = 'send-page'");
            migrationBuilder.Sql("UPDATE agenda SET order_key = 'words' WHERE kind IN ('tell', 'offer-handover')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_agenda_state_finished_at",
                table: "agenda");

            migrationBuilder.DropColumn(
                name: "failures",
                table: "agenda");

            migrationBuilder.DropColumn(
                name: "is_urgent",
                table: "agenda");

            migrationBuilder.DropColumn(
                name: "order_key",
                table: "agenda");

            migrationBuilder.DropColumn(
                name: "taken_at",
                table: "agenda");
        }
    }
}
