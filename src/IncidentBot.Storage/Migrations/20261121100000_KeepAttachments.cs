using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentBot.Storage.Migrations
{
    /// <inheritdoc />
    public partial class KeepAttachments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "attachments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "by_limit",
                table: "attachments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "due",
                table: "attachments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hash",
                table: "attachments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "kept_size",
                table: "attachments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "kept_type",
                table: "attachments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "not_kept",
                table: "attachments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "removed_at",
                table: "attachments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "kept_files",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kept_files", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_attachments_due",
                table: "attachments",
                column: "due");

            migrationBuilder.CreateIndex(
                name: "IX_attachments_hash",
                table: "attachments",
                column: "hash");

            // Files that were known by name and link only are copied now, as far as their messages still stand in chat.
            migrationBuilder.Sql("UPDATE attachments SET due = (SELECT said_at FROM talk_messages WHERE id = attachments.message)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "kept_files");

            migrationBuilder.DropIndex(
                name: "IX_attachments_due",
                table: "attachments");

            migrationBuilder.DropIndex(
                name: "IX_attachments_hash",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "by_limit",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "due",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "kept_size",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "kept_type",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "not_kept",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "attachments");
        }
    }
}
