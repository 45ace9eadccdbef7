using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentBot.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "import_hash",
                table: "incidents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_incidents_server_import_hash",
                table: "incidents",
                columns: new[] { "server", "import_hash" });

            foreach (var statement in FullText.Create) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var statement in FullText.Drop) migrationBuilder.Sql(statement);

            migrationBuilder.DropIndex(
                name: "IX_incidents_server_import_hash",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "import_hash",
                table: "incidents");
        }
    }
}
